"""Plain facts that the dialogues are made of; all written for this recipe."""

NAMES = """Ada Alice Amir Anna Ben Bela Carla Chen Clara Daniel Dara David Elena Emil Emma Farid Fatima Felix Finn
Freya George Grace Hana Hassan Hugo Ida Ines Ivan Jakob Jana Jonas Julia Kai Karim Kira Lars Leila Leo Lina Luca Maria
Marta Max Mei Mila Mona Nadia Nina Noah Nora Olga Oscar Otto Paula Pedro Petra Priya Quinn Rana Rita Rosa Ruth Sami
Sara Sofia Stella Tara Theo Tim Tom Uma Vera Viktor Wanda Yara Yusuf Zoe""".split()

CAPITALS = dict(line.split(":") for line in """Argentina:Buenos Aires
Australia:Canberra
Austria:Vienna
Belgium:Brussels
Brazil:Brasilia
Bulgaria:Sofia
Canada:Ottawa
Chile:Santiago
China:Beijing
Colombia:Bogota
Croatia:Zagreb
Cuba:Havana
Denmark:Copenhagen
Egypt:Cairo
Estonia:Tallinn
Ethiopia:Addis Ababa
Finland:Helsinki
France:Paris
Germany:Berlin
Ghana:Accra
Greece:Athens
Hungary:Budapest
Iceland:Reykjavik
India:New Delhi
Indonesia:Jakarta
Iran:Tehran
Iraq:Baghdad
Ireland:Dublin
Italy:Rome
Jamaica:Kingston
Japan:Tokyo
Jordan:Amman
Kenya:Nairobi
Latvia:Riga
Lithuania:Vilnius
Mexico:Mexico City
Mongolia:Ulaanbaatar
Morocco:Rabat
Nepal:Kathmandu
Norway:Oslo
Peru:Lima
Poland:Warsaw
Portugal:Lisbon
Romania:Bucharest
Senegal:Dakar
Slovakia:Bratislava
Slovenia:Ljubljana
South Korea:Seoul
Spain:Madrid
Sweden:Stockholm
Thailand:Bangkok
Tunisia:Tunis
Turkey:Ankara
Uganda:Kampala
Ukraine:Kyiv
Uruguay:Montevideo
Venezuela:Caracas
Vietnam:Hanoi""".splitlines())

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = dict(January=31, February=28, March=31, April=30, May=31, June=30, July=31, August=31, September=30,
              October=31, November=30, December=31)

# Word, its kind for yes-or-no questions, and what it is.
DEFINITIONS = [tuple(line.split("|")) for line in """kettle|a tool|a pot with a spout for boiling water
hammer|a tool|a tool for driving nails
saw|a tool|a tool with teeth for cutting wood
spoon|a tool|a tool for eating soup
needle|a tool|a thin tool for sewing
ladder|a tool|two poles with steps between them for climbing
clock|a tool|a machine that shows the time
compass|a tool|a tool that shows where north is
lamp|a tool|a thing that gives light
umbrella|a tool|a cover that keeps off the rain
dog|an animal|an animal that barks and lives with people
cat|an animal|an animal that purrs and likes to sleep
horse|an animal|a large animal that people ride
cow|an animal|a large animal that gives milk
sheep|an animal|an animal that gives wool
hen|a bird|a bird that lays eggs
owl|a bird|a bird that hunts at night
swan|a bird|a large white bird that swims
penguin|a bird|a bird that swims and cannot fly
eagle|a bird|a large bird with sharp eyes
whale|an animal|a very large animal that lives in the sea
bee|an insect|an insect that makes honey
ant|an insect|a small insect that lives in large groups
butterfly|an insect|an insect with wide and bright wings
spider|an animal|an animal with eight legs that spins webs
apple|a fruit|a round fruit that grows on trees
pear|a fruit|a sweet fruit that is wide at the bottom
cherry|a fruit|a small red fruit with a stone
lemon|a fruit|a yellow fruit that tastes sour
banana|a fruit|a long yellow fruit
carrot|a vegetable|an orange root that people eat
onion|a vegetable|a vegetable with many layers
potato|a vegetable|a vegetable that grows under the ground
cabbage|a vegetable|a vegetable with thick leaves
bread|a food|a food made of flour and water
cheese|a food|a food made of milk
river|a place|a long stream of water that flows to the sea
lake|a place|a large body of water with land around it
island|a place|a piece of land with water around it
mountain|a place|a very high piece of land
desert|a place|a dry place where little rain falls
forest|a place|a place where many trees grow
valley|a place|low land between hills
beach|a place|a strip of sand beside the sea
library|a place|a place where people read and borrow books
bakery|a place|a shop that makes and sells bread
school|a place|a place where people learn
museum|a place|a place where old and rare things are shown
harbour|a place|a place where ships are safe
garden|a place|a piece of land where plants are grown
teacher|a person|a person who helps others to learn
doctor|a person|a person who treats the sick
baker|a person|a person who makes bread
farmer|a person|a person who grows food
painter|a person|a person who makes pictures
sailor|a person|a person who works on a ship
poet|a person|a person who writes poems
pilot|a person|a person who flies a plane
violin|an instrument|a small instrument with four strings
drum|an instrument|an instrument that is played by beating it
flute|an instrument|an instrument that is played by blowing
piano|an instrument|a large instrument with black and white keys
guitar|an instrument|an instrument with six strings
bicycle|a vehicle|a vehicle with two wheels and pedals
train|a vehicle|a row of carriages that runs on rails
boat|a vehicle|a small ship
tractor|a vehicle|a strong vehicle that works on farms
coat|a piece of clothing|a warm piece of clothing with sleeves
hat|a piece of clothing|a piece of clothing for the head
scarf|a piece of clothing|a piece of cloth worn around the neck
glove|a piece of clothing|a piece of clothing for the hand
rose|a plant|a flower with thorns
oak|a plant|a large tree that bears acorns
grass|a plant|a low green plant that covers fields""".splitlines()]

OPPOSITES = dict(pair.split("/") for pair in """hot/cold big/small tall/short fast/slow loud/quiet light/heavy old/young
full/empty wet/dry hard/soft early/late open/closed rich/poor strong/weak happy/sad near/far deep/shallow clean/dirty
wide/narrow thick/thin bright/dark sweet/sour rough/smooth easy/difficult first/last high/low left/right
inside/outside""".split())

COLOURS = dict(pair.split("/") for pair in """snow/white grass/green blood/red coal/black milk/white leaf/green
lemon/yellow carrot/orange sky/blue tomato/red banana/yellow raven/black frog/green sunflower/yellow cherry/red
pumpkin/orange""".split())

YOUNG = dict(pair.split("/") for pair in """dog/puppy cat/kitten cow/calf horse/foal sheep/lamb goat/kid hen/chick
duck/duckling frog/tadpole pig/piglet bear/cub lion/cub deer/fawn swan/cygnet""".split())

UNITS = [tuple(line.split("|")) for line in """minutes|an hour|60
seconds|a minute|60
hours|a day|24
days|a week|7
months|a year|12
weeks|a year|52
days|a year|365
years|a century|100
years|a decade|10
legs|a spider|8
legs|an insect|6
legs|a dog|4
wheels|a bicycle|2
wheels|a car|4
sides|a triangle|3
sides|a square|4
strings|a violin|4
letters|the English alphabet|26
continents|the world|7
metres|a kilometre|1000
centimetres|a metre|100
grams|a kilogram|1000""".splitlines()]

# Topic, who knows better, and what is commonly said.
ADVICE = [tuple(line.split("|")) for line in """a headache|a doctor|Rest and a glass of water often help
a cold|a doctor|Rest, sleep and warm drinks often help
a sore back|a doctor|Gentle movement and warmth often help
trouble sleeping|a doctor|A quiet and dark room often helps
a cough|a doctor|Warm tea and rest often help
a sore throat|a doctor|Warm drinks with honey often help
a tired feeling all day|a doctor|Regular sleep and fresh air often help
a rash|a doctor|Keeping the skin clean and dry often helps
a question about my rent|a lawyer|Reading the contract again often helps
a question about a contract|a lawyer|Asking for more time before signing often helps
a quarrel with my landlord|a lawyer|Writing down what happened often helps
a parking fine|a lawyer|Reading the letter with care often helps
some money to save|a financial adviser|Keeping a reserve for hard times often helps
a small debt|a financial adviser|A simple list of costs often helps
a plan to buy a house|a financial adviser|Comparing several offers often helps
a new job offer|a person you trust|A list of reasons for and against often helps
an exam next week|your teacher|A little study every day often helps
a quarrel with a friend|a person you trust|Listening first often helps
a shy child|your teacher|Patience and praise often help
a stain on my coat|a cleaner|Cold water and a little soap often help""".splitlines()]

ADJECTIVES = "silver quiet gentle round little golden early warm blue tidy merry slow bright wooden paper".split()
NOUNS = "kettle garden window lantern river button basket candle feather pillow ladder marble whistle teapot cloud".split()
ACTIONS = "dance song walk story picture game dream poem race tune".split()
