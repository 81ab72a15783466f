"""What the scripts that run a peer's own code share."""
import importlib.metadata
import sys


def require(pinned):
    """Ends unless exactly these versions are installed; figures of others would be compared."""
    for package, version in pinned.items():
        found = importlib.metadata.version(package)
        if found != version:
            sys.exit(f"{package} {version} is needed, {found} is installed")


def rounded(value):
    """Six decimals, whole numbers without any."""
    if value is None or isinstance(value, int):
        return value
    value = round(value, 6)
    return int(value) if value == int(value) else value
