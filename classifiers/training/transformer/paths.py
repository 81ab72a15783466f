"""Makes the modules of the linear recipe importable, which reads the same rows and measures alike."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "classifiers/training/linear"))
