"""Pages that hold measured figures between two marks."""
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def write(page, lines):
    """Puts lines between the marks."""
    before, rest = page.read_text("utf-8").split(BEGIN)
    page.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1], "utf-8")
