#!/usr/bin/env python3
"""Makes phrases.tsv from CLDR: a phrase in every locale that lists the letters it is written with.

    for part in core misc-full localenames-full dates-full; do
        npm pack cldr-$part@48.2.0 && mkdir -p cldr-$part && tar -xzf cldr-$part-48.2.0.tgz -C cldr-$part
    done
    python3 collect.py . > phrases.tsv          # the folder that holds the four; the count goes to stderr

A phrase begins with real words of the locale: the language's name in the language itself, January, then whichever
months, days, countries and languages bring the most new letters; words in letters of another language are left out,
and a locale of which CLDR knows no words has none. The letters of CLDR's main set of exemplar characters that these
words lack follow in groups of eight or a little fewer, in the case CLDR gives. A mark sits on the letter that carries
it in the locale's own words, else on a letter of its script. Of more than a thousand lacking letters (ideographs,
Hangul, Yi) forty stand for all.

Columns: tag, script (ISO 15924), phrase. Needs nothing but Python 3.8.
"""
import collections
import json
import pathlib
import re
import sys
import unicodedata

VERSION = "48.2.0"
WORDS = 6  # real words after the language's name and January
MANY, SAMPLE = 1000, 40
JOINTS = " -’ʼ'׳״་፡"  # besides letters, what may stand inside a name
nfc = lambda text: unicodedata.normalize("NFC", text)
category = lambda element: unicodedata.category(element[0])


def unicode_set(pattern):
    """The strings of a UnicodeSet in the plain form CLDR uses: letters, ranges, {strings}, escapes, nested sets."""
    tokens = []  # (text, is a bare hyphen)
    body, at = pattern.strip(), 0
    if not (body.startswith("[") and body.endswith("]")):
        raise ValueError(f"not a set: {pattern}")

    def character(at):
        """One character, escaped or not, and where the next begins."""
        if body[at] != "\\":
            return body[at], at + 1
        for form in (r"u\{([0-9A-Fa-f]{1,6})\}", r"u([0-9A-Fa-f]{4})", r"U([0-9A-Fa-f]{8})", r"x([0-9A-Fa-f]{2})"):
            match = re.compile(form).match(body, at + 1)
            if match:
                return chr(int(match.group(1), 16)), match.end()
        return body[at + 1], at + 2

    depth = 0
    while at < len(body):
        sign = body[at]
        if sign.isspace():
            at += 1
        elif sign == "[":
            if body[at + 1] in "^:":
                raise ValueError(f"complements and properties are not handled: {pattern}")
            depth, at = depth + 1, at + 1
        elif sign == "]":
            depth, at = depth - 1, at + 1
        elif sign in "&$":
            raise ValueError(f"{sign} is not handled: {pattern}")
        elif sign == "-":
            tokens.append(("-", True))
            at += 1
        elif sign == "{":
            text, at = "", at + 1
            while body[at] != "}":
                if body[at].isspace():
                    at += 1
                    continue
                part, at = character(at)
                text += part
            tokens.append((text, False))
            at += 1
        else:
            text, at = character(at)
            tokens.append((text, False))
    if depth:
        raise ValueError(f"brackets do not match: {pattern}")
    found, at = [], 0
    while at < len(tokens):
        first = tokens[at][0]
        if at + 2 < len(tokens) and tokens[at + 1][1] and not tokens[at][1]:
            last = tokens[at + 2][0]
            if first[:-1] != last[:-1] or first[-1] > last[-1]:
                raise ValueError(f"no such range: {first}-{last}")
            found += [first[:-1] + chr(code) for code in range(ord(first[-1]), ord(last[-1]) + 1)]
            at += 3
        else:
            found.append(first)
            at += 1
    return list(dict.fromkeys(nfc(text) for text in found if text))


assert unicode_set(r"[a-c {ch} \- \u0151 {a\:} [é]]") == ["a", "b", "c", "ch", "-", "ő", "a:", "é"]


class Cldr:
    def __init__(self, folder):
        self.part = lambda name: pathlib.Path(folder) / f"cldr-{name}" / "package"
        for name in ("core", "misc-full", "localenames-full", "dates-full"):
            found = json.loads((self.part(name) / "package.json").read_text(encoding="utf-8"))["version"]
            if found != VERSION:
                sys.exit(f"cldr-{name} is {found}, not {VERSION}")
        path = self.part("core") / "supplemental/likelySubtags.json"
        self.likely = json.loads(path.read_text(encoding="utf-8"))["supplemental"]["likelySubtags"]
        self.locales = sorted(path.name for path in (self.part("misc-full") / "main").iterdir())
        self.root = set(self.words("und"))

    def read(self, name, locale, file, *keys):
        path = self.part(name) / "main" / locale / file
        data = json.loads(path.read_text(encoding="utf-8"))["main"][locale] if path.exists() else {}
        for key in keys:
            data = data.get(key, {})
        return data

    def exemplars(self, locale, kind="exemplarCharacters"):
        return unicode_set(self.read("misc-full", locale, "characters.json", "characters").get(kind) or "[]")

    def script(self, locale):
        subtags = locale.split("-")
        for subtag in subtags[1:]:
            if len(subtag) == 4 and subtag.isalpha():
                return subtag
        for tag in ("-".join(subtags[:2]), subtags[0]):
            if tag in self.likely:
                return self.likely[tag].split("-")[1]
        return "Zzzz"

    def words(self, locale):
        """Words of the locale in a fixed order: its own name, January, then months, days, countries, languages."""
        names = self.read("localenames-full", locale, "languages.json", "localeDisplayNames", "languages")
        places = self.read("localenames-full", locale, "territories.json", "localeDisplayNames", "territories")
        year = self.read("dates-full", locale, "ca-gregorian.json", "dates", "calendars", "gregorian")
        subtags = locale.split("-")
        own = [names.get("-".join(subtags[:2])), names.get(subtags[0])]
        months, days = (
            [word for form in ("stand-alone", "format") for word in year[unit][form]["wide"].values()] if year else []
            for unit in ("months", "days")
        )
        codes = set(names) | set(places)
        found = [own[0] or own[1], months[0] if months else None, *months, *days]
        found += [places[code] for code in sorted(places) if re.fullmatch("[A-Z]{2}|[0-9]{3}", code)]
        found += [names[code] for code in sorted(names) if "-" not in code]
        found = [nfc(word.strip()) for word in found if word and word not in codes]
        return list(dict.fromkeys(word for word in found if len(word) > 1))


def fits(word, letters):
    """Whether a word is written with the locale's letters only (capitals go with them)."""
    for sign in word:
        if sign in letters or sign in JOINTS:
            continue
        small = sign.lower().replace("i\u0307", "i")  # İ
        if unicodedata.category(sign)[0] not in "LM" or not letters.issuperset(small):
            return False
    return "  " not in word


def carriers(words, elements):
    """The letter that most often comes before each mark in the locale's words."""
    seen = collections.defaultdict(collections.Counter)
    for word in words:
        for before, sign in zip(word, word[1:]):
            if unicodedata.category(sign)[0] == "M" and unicodedata.category(before) in ("Ll", "Lo"):
                seen[sign][before] += 1
    letters = [element for element in elements if len(element) == 1 and category(element) in ("Ll", "Lo")]
    plain = [letter for letter in letters if re.search(r"\bLETTER (KA|A|ALAPH|BEH)$", unicodedata.name(letter, ""))]
    plain.sort(key=lambda letter: not unicodedata.name(letter, "").endswith(" KA"))
    bearing = collections.Counter()
    for count in seen.values():
        bearing.update(count)
    often = sorted(bearing, key=lambda letter: (-bearing[letter], letter))
    usual = (often or plain or letters or ["◌"])[0]

    def carrier(mark):
        order = [letter for letter, _ in sorted(seen[mark].items(), key=lambda item: (-item[1], item[0]))]
        for letter in order + [usual] + letters:
            if nfc(letter + mark) == letter + mark:
                return letter
        return usual

    return carrier


def phrase(cldr, locale):
    elements = cldr.exemplars(locale)
    letters, more = set("".join(elements)), set("".join(cldr.exemplars(locale, "auxiliary")))
    own = [word for word in cldr.words(locale) if word not in cldr.root]
    words = [word for word in own if fits(word, letters)]
    if not words or words[0] != own[0]:  # some locales, Malayalam for one, list half of their letters as auxiliary
        words = [word for word in own if fits(word, letters | more)]
    lacking = lambda text: [element for element in elements if element not in text]
    chosen, rest = words[:2], [word for word in words[2:] if len(word) <= 24]
    for _ in range(WORDS):
        missing = lacking(nfc(" ".join(chosen)))
        gains = [(sum(element in word for element in missing), word) for word in rest if word not in chosen]
        best = max((gain for gain, _ in gains), default=0)
        if best < 1:
            break
        chosen.append(next(word for gain, word in gains if gain == best))
    missing = lacking(nfc(" ".join(chosen)))
    if len(missing) > MANY:
        missing = [missing[number * len(missing) // SAMPLE] for number in range(SAMPLE)]
    carrier = carriers(words, elements)
    shown = []
    for element in missing:
        if category(element)[0] == "M":
            element = carrier(element[0]) + element
        elif category(element) == "Cf":
            element = carrier(element) + element + carrier(element)
        shown.append(element)
    groups = -(-len(shown) // 8)
    size = -(-len(shown) // groups) if groups else 1
    chunks = ["".join(shown[at : at + size]) for at in range(0, len(shown), size)]
    return nfc(" ".join(chosen + chunks)), elements, missing


def main():
    cldr = Cldr(sys.argv[1] if len(sys.argv) > 1 else ".")
    rows = []
    for locale in cldr.locales:
        if not cldr.exemplars(locale):
            continue
        text, elements, missing = phrase(cldr, locale)
        absent = [element for element in elements if element not in text]
        if absent and len(elements) <= MANY:
            sys.exit(f"{locale}: the phrase lacks {' '.join(absent)}")
        rows.append((locale, cldr.script(locale), text))
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(f"# A phrase in each of the {len(rows)} locales of Unicode CLDR {VERSION} that list exemplar characters.")
    print("# Made by collect.py from the npm packages cldr-core, -misc-full, -localenames-full and -dates-full.")
    print("# Copyright © 2004-2026 Unicode, Inc. Unicode License v3 (SPDX: Unicode-3.0), in full in LICENSE-UNICODE.")
    print("# Columns: tag, script (ISO 15924), phrase: words of the locale, then the letters they lack.")
    for row in sorted(rows):
        print("\t".join(row))
    print(f"{len(rows)} of {len(cldr.locales)} locales", file=sys.stderr)


if __name__ == "__main__":
    main()
