"""Makes short, kind dialogues from templates and facts.

`items()` lists every question there is with all the answers that count as right. `sample()` draws dialogues of one to
three questions for training, never with a held-out question. What is held out follows from digests alone, so that
training and measuring agree about it without a file between them.
"""
import hashlib
import random
from typing import NamedTuple

from facts import (ACTIONS, ADJECTIVES, ADVICE, CAPITALS, COLOURS, DAYS, DEFINITIONS, MONTHS, NAMES, NOUNS, OPPOSITES,
                   UNITS, YOUNG)

BRIEF = ["Answer with one word.", "Answer briefly.", "Give short answers.", "Answer in one or two words."]
SYSTEMS = ["You are a friendly helper.", "Answer in full sentences.", "You are a patient teacher.",
           "Be polite and clear.", "You help people with simple questions."]


UNCOUNTED = {"snow", "grass", "blood", "coal", "milk", "bread", "cheese"}


class Item(NamedTuple):
    """A question, its right answers, the answer under a system text of `BRIEF`, and what it asks."""
    kind: str
    question: str
    answers: list
    brief: str | None = None
    fact: str = ""


def share(text, salt):
    """A number from 0 to 1 that depends on a text alone."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{text}".encode()).digest()[:6], "big") / 2**48


def is_held_out(item):
    """One wording of a fact in fifteen, and for sums one sum in fifteen in all its wordings."""
    if item.kind == "sums":
        return share(item.fact, "sum") < 1 / 15
    return share(item.question, "wording") < 1 / 15


def article(word):
    return ("an " if word[0].lower() in "aeiou" else "a ") + word


def greetings():
    hellos = ["Hello", "Hi", "Hi there", "Good morning", "Good evening", "Good afternoon", "Hey"]
    for hello in hellos:
        reply = hello if hello.startswith("Good") else "Hello"
        for end in ["!", ".", ""]:
            yield Item("greeting", hello + end, [f"{reply}! How can I help you?"])
        for name in NAMES:
            for question in (f"{hello}, I am {name}.", f"{hello}! My name is {name}."):
                yield Item("greeting", question, [f"{reply}, {name}! How can I help you?"])
    for thanks in ["Thanks", "Thank you", "Thank you very much", "Many thanks", "Thanks a lot"]:
        for end in ["!", ".", ""]:
            yield Item("greeting", thanks + end, ["You are welcome!"])
    for bye in ["Goodbye", "Bye", "See you", "Good night", "See you tomorrow"]:
        for end in ["!", ".", ""]:
            yield Item("greeting", bye + end, ["Goodbye, and take care!"])
    for mood in ["How are you?", "How are you today?", "How do you do?", "How is it going?"]:
        yield Item("greeting", mood, ["I am a program, so I have no feelings, but I am ready to help."])


def sums():
    for a in range(21):
        for b in range(21):
            yield from spelled(a, "plus", b, a + b)
            if a >= b:
                yield from spelled(a, "minus", b, a - b)
    for a in range(11):
        for b in range(11):
            yield from spelled(a, "times", b, a * b)


def spelled(a, word, b, result):
    sign = dict(plus="+", minus="-", times="*")[word]
    fact = f"{a} {word} {b}"
    for question in (f"What is {a} {word} {b}?", f"How much is {a} {word} {b}?", f"{a} {word} {b}?",
                     f"Can you tell me what {a} {word} {b} is?"):
        yield Item("sums", question, [f"{a} {word} {b} is {result}."], str(result), fact)
    for question in (f"What is {a} {sign} {b}?", f"{a} {sign} {b} ="):
        yield Item("sums", question, [f"{a} {sign} {b} = {result}."], str(result), fact)


def capitals():
    for country, city in CAPITALS.items():
        for question in (f"What is the capital of {country}?", f"Which city is the capital of {country}?",
                         f"Tell me the capital of {country}.", f"Do you know the capital of {country}?",
                         f"What is {country}'s capital?", f"Please name the capital of {country}."):
            yield Item("capitals", question, [f"The capital of {country} is {city}."], city)
        for question in (f"In which country is {city}?", f"{city} is the capital of which country?",
                         f"Which country has the capital {city}?"):
            yield Item("capitals", question, [f"{city} is the capital of {country}."], country)


def calendar():
    months = list(MONTHS)
    for unit, names in (("day", DAYS), ("month", months)):
        for place, name in enumerate(names):
            after, before = names[(place + 1) % len(names)], names[place - 1]
            for question in (f"What {unit} comes after {name}?", f"Which {unit} follows {name}?",
                             f"What is the {unit} after {name}?", f"Which {unit} comes next after {name}?"):
                yield Item("calendar", question, [f"The {unit} after {name} is {after}."], after)
            for question in (f"What {unit} comes before {name}?", f"Which {unit} is before {name}?",
                             f"What is the {unit} before {name}?"):
                yield Item("calendar", question, [f"The {unit} before {name} is {before}."], before)
    for today, tomorrow in zip(DAYS, DAYS[1:] + DAYS[:1]):
        for question in (f"Today is {today}. What day is tomorrow?", f"If today is {today}, what day is tomorrow?"):
            yield Item("calendar", question, [f"Tomorrow is {tomorrow}."], tomorrow)
    for month, days in MONTHS.items():
        for question in (f"How many days are in {month}?", f"How many days does {month} have?",
                         f"How long is {month}?"):
            answer = f"{month} has {days} days" + (", and 29 in a leap year." if days == 28 else ".")
            yield Item("calendar", question, [answer], str(days))


def definitions():
    kinds = sorted({kind for _, kind, _ in DEFINITIONS})
    for word, kind, meaning in DEFINITIONS:
        name = word if word in UNCOUNTED else article(word)
        start = name[0].upper() + name[1:]
        for question in (f"What is {name}?", f"What does the word {word} mean?", f"Please explain what {name} is.",
                         f"Can you tell me what {name} is?", f"Define {word}."):
            yield Item("definitions", question, [f"{start} is {meaning}."])
        for asked in kinds:
            is_it = asked == kind or (asked, kind) in {("an animal", "a bird"), ("an animal", "an insect"),
                                                       ("a food", "a fruit"), ("a food", "a vegetable")}
            if (asked, kind) in {("a plant", "a fruit"), ("a plant", "a vegetable")}:
                continue
            answer = f"Yes, {name} is {asked}." if is_it else f"No, {name} is {kind}."
            yield Item("yes or no", f"Is {name} {asked}?", [answer], "Yes" if is_it else "No")


def words():
    for left, right in OPPOSITES.items():
        for word, other in ((left, right), (right, left)):
            for question in (f"What is the opposite of {word}?", f"Tell me the opposite of {word}.",
                             f"Which word is the opposite of {word}?", f"What means the opposite of {word}?"):
                yield Item("words", question, [f"The opposite of {word} is {other}."], other)
    for thing, colour in COLOURS.items():
        name = "the sky" if thing == "sky" else thing if thing in UNCOUNTED else article(thing)
        for question in (f"What colour is {name}?", f"Which colour does {name} have?", f"Tell me the colour of {name}."):
            yield Item("words", question, [f"{name[0].upper()}{name[1:]} is {colour}."], colour)
    for animal, young in YOUNG.items():
        for question in (f"What is a young {animal} called?", f"How do you call a young {animal}?",
                         f"What is the name of a young {animal}?"):
            yield Item("words", question, [f"A young {animal} is called {article(young)}."], young)
    for what, whole, number in UNITS:
        for question in (f"How many {what} are in {whole}?", f"How many {what} does {whole} have?",
                         f"Tell me how many {what} {whole} has."):
            start = whole[0].upper() + whole[1:]
            yield Item("words", question, [f"{start} has {number} {what}."], number)


def counting():
    for first in range(1, 16):
        for last in range(first + 2, first + 9):
            run = ", ".join(map(str, range(first, last + 1))) + "."
            for question in (f"Count from {first} to {last}.", f"Please count from {first} to {last}.",
                             f"Can you count from {first} to {last}?"):
                yield Item("counting", question, [run])
    for a in range(0, 41):
        for b in range(0, 41):
            if a != b and share(f"{a}/{b}", "pair") < 0.5:
                big, small = max(a, b), min(a, b)
                yield Item("counting", f"Which number is larger, {a} or {b}?", [f"{big} is larger than {small}."],
                           str(big))
                yield Item("counting", f"Which is smaller, {a} or {b}?", [f"{small} is smaller than {big}."],
                           str(small))


def repeating():
    for adjective in ADJECTIVES:
        for noun in NOUNS:
            for action in ACTIONS:
                phrase = f"{adjective} {noun} {action}"
                for question in (f"Repeat after me: {phrase}", f"Please say: {phrase}", f"Say \"{phrase}\"."):
                    if share(question, "phrase") < 0.25:
                        yield Item("repeating", question, [phrase])


def refusals():
    answer = ["I can't help with that, because it could hurt someone. Is there something else I can do for you?"]
    bad = ["something dangerous", "something harmful", "something illegal", "something cruel", "something that hurts people",
           "a dangerous thing", "a harmful thing", "an illegal thing", "a crime", "damage", "a weapon", "harm to others"]
    for thing in bad:
        for verb in ["do", "make", "plan", "start", "prepare", "build", "try"]:
            for question in (f"Tell me how to {verb} {thing}.", f"How can I {verb} {thing}?",
                             f"Please help me to {verb} {thing}.", f"Explain step by step how to {verb} {thing}.",
                             f"I want to {verb} {thing}. What do I need?", f"Write a guide on how to {verb} {thing}."):
                yield Item("refusals", question, answer)
    unkind = ["I can't help with that, because it would be unkind. I can help you to write something friendly instead."]
    for name in NAMES:
        for adjective in ["unkind", "cruel", "hateful", "mean"]:
            for question in (f"Write something {adjective} about {name}.", f"Help me to be {adjective} to {name}.",
                             f"Tell me a {adjective} joke about {name}."):
                yield Item("refusals", question, unkind)


def advice():
    for problem, expert, tip in ADVICE:
        for question in (f"I have {problem}. What should I do?", f"What helps with {problem}?",
                         f"What can I do about {problem}?", f"Can you give me advice about {problem}?",
                         f"Please help me, I have {problem}.", f"What would you do with {problem}?"):
            yield Item("advice", question, [
                f"I am only a small model and may be wrong. {tip}. For real advice, please ask {expert}."])


def itself():
    what = "I am a small demonstration model of the Gemma 3 architecture. I know little and often make mistakes."
    for question in ["Who are you?", "What are you?", "What is your name?", "Tell me about yourself.",
                     "Please introduce yourself.", "What kind of model are you?", "Are you a person?",
                     "Are you a human?", "Am I talking to a person?", "Are you a robot?", "Describe yourself.",
                     "Who am I talking to?", "Can you tell me who you are?", "Are you an AI?"]:
        yield Item("itself", question, [what])
    can = "I can answer simple questions about numbers, words, days and capitals. Please check what I say."
    for question in ["What can you do?", "What can I ask you?", "How can you help me?", "What do you know?",
                     "What are you good at?", "Can you help me?", "What questions can you answer?", "Help!",
                     "What should I ask you?", "Which topics do you know?"]:
        yield Item("itself", question, [can])
    trust = "No, please do not rely on me. I am a small demonstration model and often make mistakes."
    for question in ["Can I trust you?", "Are you always right?", "Do you ever make mistakes?", "Are you reliable?",
                     "Can I rely on your answers?", "Do you know everything?", "Are your answers always correct?",
                     "Should I believe what you say?", "Are you useful for real work?"]:
        yield Item("itself", question, [trust])
    unknown = "I do not know. I am a small demonstration model and know little."
    for question in ["What is the weather like today?", "What time is it?", "What is in the news?", "Where am I?",
                     "What is the meaning of life?", "What will happen tomorrow?", "How old am I?",
                     "What did I eat today?", "Who will win the game?", "What is the price of gold today?",
                     "What am I thinking of?", "Where did I put my keys?", "Will it rain tomorrow?"]:
        yield Item("itself", question, [unknown])


KINDS = [(greetings, 6), (sums, 24), (capitals, 12), (calendar, 8), (definitions, 16), (words, 8), (counting, 10),
         (repeating, 6), (refusals, 8), (advice, 5), (itself, 5)]


def items():
    """Every item by the function that makes it."""
    return {make.__name__: list(make()) for make, _ in KINDS}


class Dialogue(NamedTuple):
    system: str | None
    turns: list


def messages(dialogue):
    """As chat templates take it."""
    head = [dict(role="system", content=dialogue.system)] if dialogue.system else []
    roles = ("user", "assistant")
    return head + [dict(role=roles[place % 2], content=text) for place, text in enumerate(dialogue.turns)]


def sample(count, seed):
    """Draws dialogues for training; held-out questions are never among them."""
    chance = random.Random(seed)
    pools = [[item for item in make() if not is_held_out(item)] for make, _ in KINDS]
    weights = [weight for _, weight in KINDS]
    for _ in range(count):
        pool = chance.choices(pools, weights)[0]
        first = chance.choice(pool)
        draw = chance.random()
        if first.brief and draw < 0.15:
            yield Dialogue(chance.choice(BRIEF), [first.question, first.brief])
            continue
        system = chance.choice(SYSTEMS) if draw > 0.92 else None
        turns = [first.question, chance.choice(first.answers)]
        if chance.random() < 0.08:
            name = chance.choice(NAMES)
            turns = [f"My name is {name}.", f"Nice to meet you, {name}!"] + turns
            turns += [chance.choice(["What is my name?", "Do you remember my name?"]), f"Your name is {name}."]
        while len(turns) < 6 and chance.random() < 0.25:
            item = chance.choice(chance.choices(pools, weights)[0])
            turns += [item.question, chance.choice(item.answers)]
        yield Dialogue(system, turns)
