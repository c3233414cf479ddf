#!/usr/bin/env python3
"""Pasteup beside its peers, in one run on one machine: medians, peak memory, file sizes.

    cargo build --release && python3 benches/peers/measure.py [RUNS]

Peers are measured where their commands are there: resvg and svg2pdf (`cargo install resvg svg2pdf-cli`),
rsvg-convert (`apt-get install librsvg2-bin`), typst (`cargo install typst-cli`, or `pip install typst`, which adds
the start of Python), inkscape, and satori with resvg-js (`npm install --prefix benches/peers satori
@resvg/resvg-js`). The others are named as missing. Runs of all tools alternate, so that a busy moment of the
machine meets all of them; processor time is what they need of it, however busy it is.
"""

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASTEUP = os.environ.get("PASTEUP", str(ROOT / "target/release/pasteup"))
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
SLOGAN = "To remember is to fight!"


def run(command, cwd):
    """Milliseconds of clock and of processor, and peak memory (MB), of one run."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    clock = (time.perf_counter() - begun) * 1e3
    return clock, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024


def typst(source, out):
    """The command that compiles a page, of the program or of the Python package."""
    fonts = ROOT / "fonts/display"
    if not shutil.which("typst") and importlib.util.find_spec("typst"):
        code = (
            "import sys, typst; i, o, f = sys.argv[1:]; "
            "typst.compile(i, output=o, font_paths=[f], ignore_system_fonts=True, format=o[-3:], ppi=96.0)"
        )
        return [sys.executable, "-c", code, source, out, str(fonts)]
    return ["typst", "compile", "--ignore-system-fonts", "--font-path", str(fonts), "--ppi", "96", source, out]


def table(title, rows, cwd, runs=RUNS):
    """Measures rows of (name, command, file) and prints them. The first run of each does not count."""
    print(f"\n{title}\n")
    present = [row for row in rows if shutil.which(row[1][0]) or Path(row[1][0]).exists()]
    times = {name: [] for name, *_ in present}
    work = {name: [] for name, *_ in present}
    memory = {name: 0 for name, *_ in present}
    for turn in range(runs + 1):
        for name, command, _ in present:
            took, busy, peak = run(command, cwd)
            if turn:
                times[name].append(took)
                work[name].append(busy)
                memory[name] = max(memory[name], peak)
    print("| | median ms | least ms | processor ms | MB | bytes |\n|---|---:|---:|---:|---:|---:|")
    for name, _, file in present:
        size = (Path(cwd) / file).stat().st_size if file else 0
        print(
            f"| {name} | {statistics.median(times[name]):.1f} | {min(times[name]):.1f} "
            f"| {statistics.median(work[name]):.1f} | {memory[name]:.0f} | {size or ''} |"
        )
    for name, command, _ in rows:
        if name not in times:
            print(f"| {name} | `{Path(command[0]).name}` is not installed | | | | |")


def main():
    with tempfile.TemporaryDirectory() as cwd:
        make = [PASTEUP, "make", SLOGAN, "-q", "--lang", "en"]
        subprocess.run([*make, "-f", "svg", "-o", "square.svg"], cwd=cwd, check=True)
        subprocess.run([*make, "-s", "a2", "-f", "svg", "-o", "a2.svg"], cwd=cwd, check=True)
        scale = str(300 / 96)
        plain = ["--skip-system-fonts", "--use-font-file", str(ROOT / "fonts/display/Oswald-Bold.ttf")]
        square = Path(cwd) / "square.typ"
        square.write_text(
            '#set page(width: 810pt, height: 810pt, margin: 60pt, fill: rgb("#d4001a"))\n'
            '#set text(font: "Oswald", size: 130pt, weight: "bold", fill: white)\n#set par(leading: 0.3em)\n'
            "TO REMEMBER IS TO FIGHT!\n"
        )
        page = square.read_text().split("\n", 3)
        (Path(cwd) / "hundred.typ").write_text(
            "\n".join(page[:3]) + "\n" + "#pagebreak()\n".join(f"TO REMEMBER {n}!\n" for n in range(100))
        )
        node = ["node", str(Path(__file__).with_name("satori.mjs"))]
        has_satori = (Path(__file__).parent / "node_modules/satori").exists()
        satori = node if has_satori else ["satori"]
        table(
            "One PNG of 1080 × 1080",
            [
                ("pasteup, from words", [*make, "-o", "p.png"], "p.png"),
                ("pasteup, `--small`", [*make, "--small", "-o", "s.png"], "s.png"),
                ("resvg, from our SVG", ["resvg", *plain, "square.svg", "r.png"], "r.png"),
                ("rsvg-convert, from our SVG", ["rsvg-convert", "square.svg", "-o", "c.png"], "c.png"),
                ("typst, a like page", typst("square.typ", "t.png"), "t.png"),
                ("satori and resvg-js", [*satori, "n.png"], "n.png"),
                ("inkscape, from our SVG", ["inkscape", "square.svg", "-o", "i.png"], "i.png"),
            ],
            cwd,
        )
        table(
            "A2 at 300 dpi, PNG",
            [
                ("pasteup, from words", [*make, "-s", "a2", "--dpi", "300", "-o", "pa2.png"], "pa2.png"),
                ("resvg, from our SVG", ["resvg", *plain, "--zoom", scale, "a2.svg", "ra2.png"], "ra2.png"),
                ("rsvg-convert", ["rsvg-convert", "-z", scale, "a2.svg", "-o", "ca2.png"], "ca2.png"),
            ],
            cwd,
            max(3, RUNS // 3),
        )
        table(
            "A0 at 300 dpi",
            [
                ("pasteup, PNG", [*make, "-s", "a0", "--dpi", "300", "-o", "pa0.png"], "pa0.png"),
                ("pasteup, JPEG", [*make, "-s", "a0", "--dpi", "300", "-o", "pa0.jpeg"], "pa0.jpeg"),
            ],
            cwd,
            max(3, RUNS // 5),
        )
        table(
            "One PDF of A2",
            [
                ("pasteup, from words", [*make, "-s", "a2", "-o", "p.pdf"], "p.pdf"),
                ("svg2pdf, from our SVG", ["svg2pdf", "a2.svg", "v.pdf"], "v.pdf"),
                ("rsvg-convert, from our SVG", ["rsvg-convert", "-f", "pdf", "a2.svg", "-o", "c.pdf"], "c.pdf"),
                ("typst, a like page", typst("square.typ", "t.pdf"), "t.pdf"),
            ],
            cwd,
        )
        rows = "".join(f"Remember {n},en\n" for n in range(1000))
        (Path(cwd) / "rows.csv").write_text("slogan,lang\n" + rows)
        batch = [PASTEUP, "batch", "rows.csv", "-q"]
        table(
            "A thousand posters",
            [
                ("pasteup, PNG of 1080 × 1080", [*batch, "-o", "png"], ""),
                ("pasteup, PDF of A3", [*batch, "-s", "a3", "-o", "pdf"], ""),
                ("pasteup, PNG, one thread", [*batch, "--threads", "1", "-o", "one"], ""),
                ("typst, a tenth of them: 100 pages, PNG", typst("hundred.typ", "h{p}.png"), ""),
            ],
            cwd,
            3,
        )


if __name__ == "__main__":
    main()
