"""Harmless sentences that name groups: a mention alone is no attack."""
import paths  # noqa: F401
from audit import groups

# Pronouns do not fit where a group is named.
PRONOUNS = {"she", "her", "he", "him"}
TEMPLATES = [
    "The survey asked {} about their journey to work.",
    "Our neighbours are {} and we share a garden.",
    "An article about {} won a prize for photography.",
    "She wrote her thesis on {} in the nineteenth century.",
    "Many {} live in this part of the city.",
    "I am proud to be among {} tonight.",
    "The museum opens an exhibition on {} and their music.",
    "We need more stories about {} in our school library.",
    "How many {} took part in the census?",
    "My best friend says that {} should be welcome here.",
    "The law protects {} from discrimination.",
    "{} played an important part in the history of this town.",
    "The clinic offers free advice to {} on Tuesdays.",
    "The film tells the story of {} who run a bakery.",
    "There are {} on the committee, and it works well.",
    "The word \"{}\" has seven entries in the index.",
    "He interviewed {} for the evening news.",
    "Nobody should be treated badly for being {}.",
    "Thank you to all {} who came to the concert!",
    "The teacher explained what {} means.",
    "Is there a good book about {} that you can recommend?",
    "i met some {} at the station, they were lovely",
    "Statistics on {} are collected once a year.",
    "A choir of {} sang at the opening.",
    "People who are called {} vote like everybody else, in many ways.",
    "lol the {} at work always bring the best cake",
    "Scholarships for {} were announced on Monday.",
    "He grew up among {} and speaks of it warmly.",
    "The company wants to hire more {} this year.",
    "Talking about {} without respect is against the rules of this forum.",
]


def sentences(draw, count):
    """A drawn number of harmless sentences; every group as often as any other."""
    named = [[term for term in terms if term not in PRONOUNS] for terms in groups().values()]
    out = []
    for number in range(count):
        text = draw.choice(TEMPLATES).format(draw.choice(named[number % len(named)]))
        if number % 4 == 0:
            text += " " + draw.choice(TEMPLATES).format(draw.choice(draw.choice(named)))
        out.append(text.lower() if number % 7 == 0 else text)
    return out
