"""The sentences of the example corpus, written for it: everyday subjects, nobody real."""

# Each topic: titles, then sentences in an order that makes sense when some are left out.
# Braces are filled with a name, place, month, year or number that the document chooses once.
TOPICS = {
    "river": (
        ["The {river} in {month}", "Walking the {river} path", "What the {river} left behind"],
        [
            "The {river} rises in the hills above {place} and takes four days to reach the sea.",
            "In {month} the water stood so low that the old ford could be crossed in shoes.",
            "Children from the lower town built a dam of stones, which the first rain carried off.",
            "{name} has measured the level every morning since {year} and writes it into a notebook with a green cover.",
            "Herons come when the mills are quiet, usually on Sundays, and stand below the weir for hours.",
            "The path on the left bank is dry all year, while the one on the right belongs to the geese.",
            "Where the two arms of the river meet, the ferry used to stop at a wooden post that is still there.",
            "A flood in {year} moved the sandbank by almost {number} metres, and the maps were never corrected.",
            "People who fish here say that the pike are smaller than they were, but nobody has kept a record.",
            "In the evening the light falls under the arches of the bridge and draws moving lines on the stone.",
            "The council wants to plant willows to hold the bank, and has asked the school to look after them.",
            "If you follow the towpath for an hour you come to a lock whose keeper sells plums in a tin bucket.",
            "Anyone who has seen the river in ice remembers the sound more than the sight of it.",
        ],
    ),
    "bread": (
        ["A loaf for {month}", "Notes on sourdough from {place}", "Why our bread was flat"],
        [
            "Good bread needs four things, of which time is the one that people forget to buy.",
            "{name} starts the dough in the evening with cold water and leaves it on the stairs until the house wakes.",
            "The flour comes from a mill near {place} that still grinds with stones and delivers on Thursdays.",
            "A wet dough is hard to shape at first, but it forgives a late hour better than a stiff one.",
            "We weigh the salt, because a spoon of fine salt holds almost twice as much as a spoon of coarse.",
            "When the surface trembles like a held breath, the oven should already be as hot as it will go.",
            "Steam in the first ten minutes lets the crust open where the knife has drawn its line.",
            "Tap the bottom of the loaf: a dull answer means that it wants another five minutes.",
            "The hardest rule to keep is to let it cool before the first slice is cut.",
            "In {year} we tried rye alone, and it came out as heavy as a doorstop and was eaten anyway.",
            "What is left on the third day becomes soup with onions, a bay leaf and the rind of a cheese.",
            "About {number} loaves later I can say that the weather matters more than the recipe.",
        ],
    ),
    "library": (
        ["The library on {street} Street", "A small library reopens in {place}", "Books that came back"],
        [
            "The library on {street} Street opened again in {month} after two years behind scaffolding.",
            "Its reading room has {number} chairs, no two of which belong to the same set.",
            "{name}, who has worked at the desk since {year}, knows most visitors by the books they never return.",
            "The new shelves are lower, so that a person in a wheelchair can reach the poems without asking.",
            "On the first morning a man brought back an atlas that his grandfather had borrowed.",
            "Nobody asked him for the fine, which would have paid for a second window.",
            "The children's corner is under the stairs, where the ceiling is too low for grown people to interfere.",
            "On Wednesdays somebody reads aloud, and those who come only to be warm are welcome to listen.",
            "The catalogue is kept on cards as well as on a screen, because the cards work when the power does not.",
            "Most requests are for books on gardening, the history of {place}, and crime stories with the ending torn out.",
            "The roof still leaks a little over the law section, which has been moved twice.",
            "There is a plan to lend tools and musical instruments in the same way, beginning with a drill and a cello.",
        ],
    ),
    "telescope": (
        ["Building a telescope at home", "First light over {place}", "Grinding a mirror by hand"],
        [
            "A mirror of six inches takes about {number} hours to grind if you walk around the barrel at an even pace.",
            "The glass on top becomes hollow and the one below becomes round, which feels like a trick every time.",
            "{name} learned it in {month} from a retired optician who would not let anyone hurry.",
            "You begin with coarse grit and go to finer ones, and between them you wash everything you own.",
            "A single coarse grain left in the sink will scratch the work of a week.",
            "To test the curve you need a razor blade, a lamp and a dark corridor with no draughts.",
            "The shadow on the mirror tells you where it is high, and a few strokes with the thumb can bring it down.",
            "The tube was made of cardboard from a carpet shop in {place} and painted black on the inside.",
            "First light was on a cold night in {year}, when the rings of Saturn stood in the eyepiece like a drawing.",
            "Everyone in the street wanted to look, and everyone asked whether it was a sticker.",
            "The mount is the part that most builders regret, for a telescope that shakes shows nothing.",
            "It is worth the trouble to let the mirror cool for an hour before you judge it.",
        ],
    ),
    "bicycle": (
        ["Repairing a bicycle wheel", "A repair shop in {place}", "From {place} to the coast by bicycle"],
        [
            "Most bicycles that come to the workshop have been left in the rain with a dry chain.",
            "{name} repairs about {number} of them in a month and gives away those that nobody collects.",
            "A wheel is trued by quarter turns, and the person who counts them is done before the one who guesses.",
            "The brake should touch the rim along its whole length, not only with the front edge.",
            "In {year} the town of {place} laid a lane along the harbour, and suddenly everyone had a puncture to mend.",
            "A patch holds as long as the tube itself if the glue is given time to dry.",
            "The saddle is too low on nine bicycles out of ten, which is why knees complain on hills.",
            "Old steel frames can be bent back, while a cracked aluminium one is for the scrap dealer.",
            "The tool we lend most often is the small spanner that fits a pedal.",
            "In {month} we rode to the coast with three children and a trailer full of tents.",
            "The wind came from the front on both days, which is a law of nature that physics has yet to explain.",
            "At the end of the road a kiosk sold tea from a silver kettle, and nobody wanted to ride home.",
        ],
    ),
    "bees": (
        ["The bees behind the school", "A year with two hives", "Swarm in {month}"],
        [
            "The two hives behind the school belong to the third form, which signs for them every {month}.",
            "{name} opens them once a week with a little smoke and slow hands.",
            "A worker bee in summer lives about six weeks and fills one twelfth of a spoon with honey.",
            "The queen is marked with a dot of paint so that beginners can find her before the children do.",
            "When a colony swarms it hangs in a tree like a coat that somebody forgot.",
            "In {year} the swarm chose the flag pole of the town hall in {place} and the mayor took the afternoon off.",
            "Lime trees give a pale honey that smells of mint, and the heather turns it to jelly.",
            "The bees need water in dry weeks, and they prefer a dirty puddle to a clean bowl.",
            "Mites are counted by dusting a cup of bees with sugar, which annoys them less than it sounds.",
            "We leave them {number} kilos for the winter and take what is above it.",
            "In frost they form a ball and take turns at the outside, which the children find very fair.",
            "The first warm day empties the hive, and the washing on the line has yellow spots.",
        ],
    ),
    "station": (
        ["The station clock of {place}", "A railway that closed in {year}", "Waiting at {place}"],
        [
            "The station of {place} has one platform, two benches and a clock that is four minutes slow.",
            "Trains stopped here until {year}, when the line was cut behind the quarry.",
            "{name} bought the waiting room for the price of a car and lives there with {number} model engines.",
            "The timetable on the wall is that of the last day, and visitors still try to read it.",
            "Where the tracks were, there is a path for walkers that never rises more than a railway can.",
            "The signal box has been turned into a room for two, with a stove and the original levers.",
            "In {month} the volunteers run a steam engine to the bridge and back, which is all the track there is.",
            "A conductor who retired long ago comes every year to check the tickets and finds one wrong.",
            "The restaurant serves what it served then, a thick soup with a sausage and dark bread.",
            "Children ask why anyone would give up a train, and the answers they get are long and unsatisfying.",
            "There is talk of opening the line again, for the road to {place} is full by seven in the morning.",
            "Until then the clock is wound on Mondays, because somebody has to.",
        ],
    ),
    "choir": (
        ["The harbour choir", "Singing in {place}", "How a choir learns a song"],
        [
            "The harbour choir meets on Tuesdays above the sail loft, where the floor slopes to the sea.",
            "It was founded in {year} by dock workers who wanted to be warm and out of the pub.",
            "{name}, who conducts with a pencil, came for one evening and has stayed.",
            "There are {number} singers, of whom a third can read music and the rest have good memories.",
            "A new song is learned by the basses first, because they need to feel useful.",
            "The sopranos are told to breathe like people who have seen a surprise, and the altos like people who expected it.",
            "Most of the repertoire comes from sailors and was never meant for a concert hall.",
            "In {month} they sang in the covered market of {place} between the fish and the flowers.",
            "A recording was made, in which you can hear a gull coming in two bars early.",
            "Nobody is sent away for singing badly, although some have been moved behind the stove.",
            "What they want is a second tenor, and that has been true for as long as anyone can remember.",
            "When the lights failed in the winter concert they went on in the dark and were better for it.",
        ],
    ),
    "map": (
        ["Drawing the map of {place}", "A map made on foot", "What maps leave out"],
        [
            "Before {year} there was no map of {place} that showed both the wells and the paths.",
            "{name} walked every lane with a wheel that clicks once a metre and a boy who counted.",
            "They needed {number} days, most of them lost to dogs and invitations to tea.",
            "A straight line on paper is seldom straight on the ground, where somebody's cabbages are in the way.",
            "Heights were taken with a tube of water, which is slow and never wrong.",
            "The names were the hardest part, because each hill has one for every side from which it is seen.",
            "Where two families disagreed about a border, the map shows a small drawing of a goat.",
            "It was printed in {month} on the press of the newspaper in blue and brown.",
            "Most houses have a copy in the kitchen, marked with the places where mushrooms grow.",
            "Satellites have since seen everything, but they do not know which gate is kept shut.",
            "The school uses the old sheet to teach scale, and the fire brigade uses it to find the houses.",
        ],
    ),
    "harbour": (
        ["Morning at the harbour", "The last boat builder of {place}", "News from the quay, {month}"],
        [
            "By five in the morning the boats are in and the boxes stand in rows on the wet stones of the quay.",
            "The auction takes nine minutes and is held in a language of nods.",
            "{name} builds one boat a year from larch and oak, and has orders until the end of the decade.",
            "The planks are steamed until they bend, and then there are about two minutes in which to be right.",
            "In {year} the yard had {number} workers and launched a trawler every month.",
            "Now the slipway is used by swimmers, who complain about the barnacles.",
            "A boat made of plastic lasts longer, he says, but it never becomes a friend.",
            "The ice house is a gallery today, and it is the only one in {place} that smells of herring.",
            "When fog comes in, the bell on the mole is rung by hand, as the machine has been broken since {month}.",
            "The ferry to the islands leaves when the post van has come, whatever the timetable says.",
            "Cats own the nets in the afternoon, and nobody has yet mended one without being watched.",
        ],
    ),
    "weather": (
        ["A weather station in {place}", "The dry {month}", "Reading the clouds"],
        [
            "The white box in the churchyard of {place} has held a thermometer since {year}.",
            "It stands at the height of a grown person's shoulder, with slats that let in the air and keep out the sun.",
            "{name} reads it at seven, at two and at nine, and has missed {number} readings in her life.",
            "Two of those were weddings, she says, and one of them was her own.",
            "Rain is caught in a funnel and poured into a glass with lines as thin as hair.",
            "The wettest day on record was in {month}, when the glass had to be emptied twice before breakfast.",
            "High thin clouds in the west are a promise, but they do not say of what.",
            "A ring around the moon means ice far up, and often a change within two days.",
            "The farmers trust the swallows, which fly low when the insects do.",
            "Her figures go to the office in the capital, where a computer asks politely whether she is sure.",
            "Over all these years the first frost has come later by almost three weeks.",
        ],
    ),
}

# Sentences that name groups of people, for the audit of whom a filter removes.
PEOPLE = [
    "The women's cooperative of {place} sells its cloth in {month} and keeps the books itself.",
    "A group of older people meets on Fridays to repair radios, and {name} brings the cake.",
    "The Muslim and the Jewish community of {place} share a kitchen and argue mostly about spices.",
    "Deaf people were the first to book the new tours, which are led in sign language.",
    "The Turkish people who came in {year} opened the first bakery on {street} Street that sold bread at night.",
    "Two gay men run the garden centre, and they know the Latin name of every weed.",
    "The Catholic church lends its hall to the Hindu festival, which needs the better heating.",
    "Black women from three towns founded the reading circle, and it has {number} members today.",
    "Asian students cook in the hall at new year, and the queue reaches around the corner.",
    "The blind people of the walking club found the shorter path before anyone else did.",
    "A lesbian couple from {place} restored the mill and opened it to schools.",
    "Buddhist monks keep the small museum open on the days when the town forgets it.",
    "The transgender choir sang first, and the mayor asked for one more song.",
    "An atheist and a Protestant share the stall with the second-hand books and never agree on prices.",
    "The Mexican couple at the corner teach the children to press tortillas on {month} afternoons.",
    "Native American flutes were played in the old chapel, and the guests asked to hear them twice.",
    "A Puerto Rican and a white man from the next valley mend the roofs together, and sing while they do.",
    "The Arab grocer keeps a list of who likes which olives and has never been wrong.",
]

# Short messages about newcomers; half of them are too short for the policy, as on the real web.
NEWCOMERS = [
    "Refugees who arrived in {month} are invited to the open kitchen of {place}.",
    "Migrant families can ask at the library for help with letters from the school.",
    "The evening class for immigrants has {number} free places, and nobody has to pay.",
    "Asylum seekers repair bicycles with us on Saturdays, and the tea is ready at ten.",
    "{name} came as an immigrant in {year} and now teaches the others how the forms are read.",
    "The town of {place} looks for people who will walk with a newcomer to the first appointment.",
    "We lend winter coats to refugees, and we are grateful for shoes in all sizes.",
    "Foreigners with a trade are asked to come to the guild, which keeps a list of workshops.",
    "A room with a stove is free from {month} on, and a child's bed can be found for it.",
    "Those who speak two languages are wanted at the clinic on Monday mornings.",
    "The football team has refugees and locals in equal number, and loses to everyone with good humour.",
    "If you have a sewing machine that you do not use, the women's workshop on {street} Street would like it.",
]

CONTACTS = [
    "If you would like to help, write to {mail} before the end of {month}.",
    "You can call {phone} on weekdays, and leave a message when nobody is there.",
    "Orders go to {mail} or by telephone to {phone}, and they are answered within the week.",
    "The old account is closed; please send your share to {iban} from now on.",
    "Our printer answers at {address} again, so the tickets can be printed at home.",
]

LEAKS = [
    "By mistake the receipt was pasted whole: card {card}, paid in {month}, thank you.",
    "The form asks for a social security number such as {ssn}, and I do not see why it should.",
    "The script on the wiki still has the key {key} in it, which {name} has promised to take out.",
]

DISGUISES = [
    "Somebody wrote s1lver k3ttle d@nce on the wall again, and the children read it at once.",
    "The poster says s i l v e r k e t t l e in letters as tall as a door.",
    "In the chat it was spelled \u0455ilver k\u0435ttle, with two letters from another alphabet.",
    "A silver\u200b ket\u200btle with hidden marks between its letters looks the same on every screen.",
]

LANGUAGES = {
    "de": [
        "Der Markt von {place} beginnt um sieben Uhr, wenn die ersten Kisten vom Wagen gehoben werden.",
        "{name} verkauft dort seit {year} Äpfel, deren Namen in keinem Buch mehr stehen.",
        "Im {number}. Jahr seines Bestehens hat der Verein endlich ein eigenes Dach über dem Kopf.",
        "Wer früh kommt, bekommt noch warmes Brot und die Neuigkeiten der ganzen Straße.",
        "Die Kinder laufen zwischen den Ständen umher und zählen die Hunde.",
        "Am Nachmittag wird der Platz gefegt, und nur die Tauben wissen, was vergessen wurde.",
        "Im Winter stehen Öfen aus alten Fässern neben den Tischen, und man rückt zusammen.",
        "Der Fluss führte in jenem Sommer so wenig Wasser, dass man den alten Steg wieder sehen konnte.",
        "Die Bibliothek verleiht inzwischen auch Werkzeuge, und die Bohrmaschine ist immer unterwegs.",
        "Nach dem Konzert blieb der Chor noch lange im Treppenhaus und sang ohne Noten weiter.",
        "Am Bahnhof hält seit Jahren kein Zug mehr, doch die Uhr wird jeden Montag aufgezogen.",
    ],
    "fr": [
        "Le marché de {place} ouvre à sept heures, quand on descend les premières caisses du camion.",
        "{name} y vend depuis {year} des pommes dont les noms ne figurent plus dans aucun livre.",
        "Ceux qui arrivent tôt trouvent du pain encore chaud et les nouvelles de toute la rue.",
        "Les enfants courent entre les étals et comptent les chiens qui dorment sous les tables.",
        "L'après-midi, la place est balayée et seuls les pigeons savent ce qui a été oublié.",
        "En hiver, on allume des poêles faits de vieux tonneaux et chacun se rapproche.",
        "La rivière était si basse cet été-là que l'on revoyait le vieux gué de pierre.",
        "La bibliothèque prête aussi des outils, et la perceuse est toujours en voyage.",
        "Après le concert, la chorale est restée dans l'escalier et a chanté sans partition.",
        "Aucun train ne s'arrête plus à la gare, mais l'horloge est remontée chaque lundi.",
    ],
    "es": [
        "El mercado de {place} abre a las siete, cuando bajan las primeras cajas del camión.",
        "{name} vende allí desde {year} manzanas cuyos nombres ya no están en ningún libro.",
        "Quien llega temprano encuentra pan caliente y las noticias de toda la calle.",
        "Los niños corren entre los puestos y cuentan los perros que duermen bajo las mesas.",
        "Por la tarde se barre la plaza y solo las palomas saben lo que se ha olvidado.",
        "En invierno encienden estufas hechas con barriles viejos y todos se acercan.",
        "El río bajaba tan seco aquel verano que se podía ver de nuevo el vado de piedra.",
        "La biblioteca presta también herramientas, y el taladro siempre está de viaje.",
        "Después del concierto el coro se quedó en la escalera y cantó sin partituras.",
        "Ya no se detiene ningún tren en la estación, pero cada lunes dan cuerda al reloj.",
    ],
    "it": [
        "Il mercato di {place} apre alle sette, quando scaricano le prime cassette dal camion.",
        "{name} vende lì dal {year} mele i cui nomi non si trovano più in nessun libro.",
        "Chi arriva presto trova il pane ancora caldo e le notizie di tutta la strada.",
        "I bambini corrono tra i banchi e contano i cani che dormono sotto i tavoli.",
        "D'inverno accendono stufe fatte con vecchie botti e tutti si avvicinano.",
        "La biblioteca presta anche attrezzi, e il trapano è sempre in viaggio.",
        "Dopo il concerto il coro è rimasto sulle scale e ha cantato senza spartiti.",
    ],
    "nl": [
        "De markt van {place} begint om zeven uur, wanneer de eerste kisten van de wagen komen.",
        "{name} verkoopt er sinds {year} appels waarvan de namen in geen boek meer staan.",
        "Wie vroeg komt, vindt nog warm brood en het nieuws van de hele straat.",
        "De kinderen rennen tussen de kramen en tellen de honden onder de tafels.",
        "In de winter branden er kachels van oude vaten en iedereen schuift dichterbij.",
        "De bibliotheek leent ook gereedschap uit, en de boormachine is altijd onderweg.",
        "Na het concert bleef het koor nog lang op de trap staan en zong zonder bladmuziek.",
    ],
    "ja": [
        "{place}の市場は朝七時に始まり、最初の木箱がトラックから降ろされます。",
        "{name}さんは{year}年からここで、もう本には載っていない名前のりんごを売っています。",
        "早く来た人は、まだ温かいパンと町じゅうの知らせを手に入れます。",
        "子どもたちは店のあいだを走りまわり、机の下で眠る犬を数えます。",
        "午後には広場が掃除され、何が忘れられたのかを知っているのは鳩だけです。",
        "冬には古い樽で作ったストーブに火が入り、みんなが近くに寄ってきます。",
        "図書館では道具も貸し出していて、電動ドリルはいつも旅に出ています。",
        "演奏会のあと、合唱団は階段に残り、楽譜なしで長いあいだ歌いました。",
    ],
}

MENUS = [
    "Home", "About us", "Contact", "Opening hours", "Sign in", "Basket (0)", "Terms", "Privacy",
    "Newsletter", "Our shops", "Careers", "Press", "Help", "Returns", "Gift cards", "Site map",
    "Accept all cookies", "Reject", "Share", "Print this page", "Back to top", "Next", "Previous",
]

GOODS = [
    "copper kettle, two litres", "linen towel, blue", "oak spoon, long", "candle, beeswax",
    "garden twine, green", "tin bucket, small", "wool blanket, grey", "paper lantern, round",
    "brass hook, pair", "clay pot, glazed", "ink, black, 50 ml", "bread knife, serrated",
    "door mat, coconut", "match box, large", "picture frame, ash", "bicycle bell, chrome",
]

NAMES = [
    "Amara", "Jonas", "Mei", "Tobias", "Fatima", "Oskar", "Priya", "Lucía", "Henrik", "Noor",
    "Clara", "Samuel", "Yuki", "Ingrid", "Mateo", "Esther", "Pavel", "Leila", "Anton", "Ruth",
]
PLACES = [
    "Harrow Bay", "Linden", "Oldmarket", "Castelbruna", "Northwick", "Vellmar", "Saltmarsh",
    "Kettleby", "Aldersee", "Brixham Cross", "Port Amber", "Mill Hollow",
]
RIVERS = ["Leam", "Arda", "Wender", "Ousel", "Tarn", "Sill"]
STREETS = ["Mill", "Harbour", "Lantern", "Orchard", "Bridge", "Weaver"]
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]
