#!/usr/bin/env python3
"""Makes languages.tsv from CLDR: the languages and scripts that Pasteup knows by name.

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0    # then unpack each
    python3 collect.py CLDR_CORE/package CLDR_LOCALENAMES/package > languages.tsv

Columns: tag, usual script (ISO 15924), name in English, name in the language itself (empty where
CLDR has none). Rows: every language that CLDR names in English, and every locale that names a script.
"""
import json
import pathlib
import sys

core, names = map(pathlib.Path, sys.argv[1:3])
read = lambda path: json.loads(path.read_text(encoding="utf-8"))
likely = read(core / "supplemental/likelySubtags.json")["supplemental"]["likelySubtags"]
locales = {path.name for path in (names / "main").iterdir()}


def languages(locale):
    path = names / "main" / locale / "languages.json"
    if not path.exists():
        return {}
    return read(path)["main"][locale]["localeDisplayNames"]["languages"]


def scripts(locale):
    path = names / "main" / locale / "scripts.json"
    return read(path)["main"][locale]["localeDisplayNames"]["scripts"] if path.exists() else {}


english, english_scripts = languages("en"), scripts("en")
# Locales of CLDR whose language it does not name in English; the names are those of Ethnologue.
english |= {"apc": "Levantine Arabic", "lld": "Ladin", "mhn": "Mòcheno", "skr": "Saraiki", "suz": "Sunwar"}
rows = {}
for tag, name in english.items():
    parts = tag.split("-")
    if "alt" in tag or parts[0] in ("und", "mul", "zxx", "mis", "root") or len(parts[0]) > 3:
        continue
    if len(parts) > 1 and len(parts[1]) != 4:
        continue
    script = parts[1] if len(parts) > 1 else likely.get(parts[0], "").split("-")[1:2]
    script = script if isinstance(script, str) else (script or [""])[0]
    if script:
        rows[tag] = [script, name, languages(tag).get(tag, "") if tag in locales else ""]
for locale in locales:
    parts = locale.split("-")
    if len(parts) == 2 and len(parts[1]) == 4 and parts[0] in rows and locale not in rows:
        base, script = parts
        own = languages(locale).get(base, "")
        own_script = scripts(locale).get(script, "")
        rows[locale] = [
            script,
            f"{english[base]} ({english_scripts.get(script, script)})",
            f"{own} ({own_script})" if own and own_script else own,
        ]
print("# From Unicode CLDR 48.2, Unicode License v3 (https://www.unicode.org/license.txt); made by collect.py.")
for tag in sorted(rows):
    print("\t".join([tag, *rows[tag]]))
