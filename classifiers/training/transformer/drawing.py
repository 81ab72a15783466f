"""A small calibration plot in SVG."""
import numpy as np

SIZE, EDGE, BINS = 260, 36, 15
COLOURS = {"toxic": "#b3403a", "insult": "#2f6fa5", "identity_attack": "#3d8b4f"}


def points(probabilities, truth):
    """Mean score and share of positives in bins of equal size."""
    order = np.argsort(probabilities, kind="stable")
    return [(probabilities[part].mean(), truth[part].mean()) for part in np.array_split(order, BINS)]


def _place(x, y):
    return f"{EDGE + x * SIZE:.1f},{EDGE / 2 + (1 - y) * SIZE:.1f}"


def svg(curves):
    """`curves`: a label's points before and after calibration."""
    width, height = SIZE + 1.5 * EDGE, SIZE + 2 * EDGE + 14 * len(curves)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif" '
           'font-size="10">', '<rect width="100%" height="100%" fill="white"/>',
           f'<rect x="{EDGE}" y="{EDGE / 2:.0f}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#999"/>',
           f'<polyline points="{_place(0, 0)} {_place(1, 1)}" stroke="#bbb" stroke-dasharray="2 3" fill="none"/>']
    for tick in (0, 0.5, 1):
        across, up = _place(tick, 0).split(",")[0], _place(0, tick).split(",")[1]
        out.append(f'<text x="{across}" y="{EDGE / 2 + SIZE + 13:.0f}" text-anchor="middle">{tick:g}</text>')
        out.append(f'<text x="{EDGE - 5}" y="{float(up) + 3:.1f}" text-anchor="end">{tick:g}</text>')
    out.append(f'<text x="{EDGE + SIZE / 2:.0f}" y="{EDGE / 2 + SIZE + 26:.0f}" text-anchor="middle">mean score; '
               'up: share of positives</text>')
    for line, (label, (before, after)) in enumerate(curves.items()):
        colour = COLOURS[label]
        for kind, dash in ((before, ' stroke-dasharray="3 2" opacity="0.5"'), (after, "")):
            way = " ".join(_place(*point) for point in kind)
            out.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="1.5"{dash}/>')
        down = EDGE / 2 + SIZE + 42 + 14 * line
        out.append(f'<text x="{EDGE}" y="{down:.0f}" fill="{colour}">{label} (dashed: before calibration)</text>')
    return "\n".join([*out, "</svg>", ""])
