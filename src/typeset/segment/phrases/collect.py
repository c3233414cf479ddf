#!/usr/bin/env python3
"""Makes ja.txt, zh-hans.txt and zh-hant.txt from the models of BudouX, as installed by `pip install --no-deps budoux==0.10.1`.

    python3 collect.py SITE-PACKAGES/budoux/models

One line an entry: the feature's name, the characters it looks at, its weight; sorted, so that updates are small.
"""
import json
import pathlib
import sys

for name in ("ja", "zh-hans", "zh-hant"):
    model = json.loads((pathlib.Path(sys.argv[1]) / f"{name}.json").read_text(encoding="utf-8"))
    rows = [f"{kind}\t{key}\t{weight}" for kind, entries in sorted(model.items()) for key, weight in sorted(entries.items())]
    head = [
        f"# The model {name} of BudouX 0.10.1, Copyright 2021 Google LLC, Apache License 2.0 (LICENSE-BUDOUX), in another notation;",
        "# made by collect.py. Columns: feature, characters, weight.",
    ]
    (pathlib.Path(__file__).parent / f"{name}.txt").write_text("\n".join(head + rows) + "\n", encoding="utf-8")
