"""Marks of messages, so that a style is no evidence.

Of the openly licensed rows, names that were replaced, links and tags stand nearly always in hateful posts; a text
of any label may have them.
"""
USERS = ["@user", "<user>", "[USER]", "@anna_k", "@Marcus77"]
LINKS = ["URL", "[URL]", "<url>", "http", "https://t.co/aK4xQ7Lm2p", "http://bit.ly/2hTz"]


def _users(text, draw):
    return " ".join(draw.choice(USERS) for _ in range(draw.choice([1, 1, 1, 2, 3, 6]))) + " " + text


def _forwarded(text, draw):
    return f"RT {draw.choice(USERS)}: {text}"


def _link(text, draw):
    return f"{text} {draw.choice(LINKS)}"


def _tags(text, draw):
    """Some words of the text become tags, in their places or at its end."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    for at in draw.sample(long, min(len(long), draw.choice([1, 1, 2, 3]))):
        if draw.random() < 0.5:
            words[at] = "#" + words[at]
        else:
            words.append("#" + words[at])
    return " ".join(words)


def message(text, draw):
    """The text with one to three of these marks."""
    for mark in draw.sample([_users, _users, _forwarded, _link, _tags], draw.choice([1, 1, 2, 3])):
        text = mark(text, draw)
    return text
