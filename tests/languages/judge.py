#!/usr/bin/env python3
"""Asks HarfBuzz and ICU what shaping.tsv, breaks.tsv and capitals.tsv should say.

    pip install uharfbuzz            # HarfBuzz, any version from 8
    apt-get install python3-icu      # PyICU, ICU 72 or later
    python3 judge.py shaping         # writes shaping.tsv from words.tsv
    python3 judge.py breaks          # writes breaks.tsv from slogans/january-19.toml and the sentences below
    python3 judge.py capitals        # writes capitals.tsv likewise

The tests compare what Pasteup does with what stands in these files; they do not need Python.
"""
import pathlib
import sys
import tomllib
import unicodedata

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent

# Beyond the slogans: marks, numbers, dashes, brackets, two scripts, no-break and soft characters.
MORE = [
    ("en", "9 years for A. Navalny: not a crime, but 100% politics (see p. 12)."),
    ("en", "Anti-war/anti-fascist action — join us… now!"),
    ("en", "no\u00a0break and\u2060glue, zero\u200bwidth"),
    ("de", "„Nie wieder“ ist jetzt! 20 km, 50 %."),
    ("fr", "«\u202fNon\u202f» à la guerre\u202f!"),
    ("es", "¡No pasarán! ¿Y tú?"),
    ("ru", "Свободу А. Б. Петрову, 25 лет — за слова: «Нет войне»!"),
    ("ar", "الحرية لـ 25 معتقلاً (الآن)!"),
    ("he", "שלום, No to war, עכשיו!"),
    ("ja", "「自由」を、すべての政治囚に。ファッショ反対！1月19日（月）"),
    ("zh-Hans", "“自由”属于所有人，不属于独裁者！2009年1月19日"),
    ("ko", "2009년 1월 19일, 모스크바에서: 기억은 투쟁이다!"),
    ("th", "เสรีภาพแก่นักโทษการเมืองทุกคน ไม่เอาสงคราม"),
    ("km", "សេរីភាពដល់អ្នកទោសនយោបាយទាំងអស់"),
    ("lo", "ເສລີພາບແກ່ນັກໂທດການເມືອງທຸກຄົນ"),
    ("my", "နိုင်ငံရေးအကျဉ်းသားအားလုံး လွတ်မြောက်ရေး"),
    ("bo", "དྲན་པ་ནི་འཐབ་རྩོད་ཡིན། རང་དབང་།"),
    ("am", "ማስታወስ፡መታገል ነው። ነፃነት!"),
    ("hi", "आज़ादी — सभी राजनीतिक बंदियों को! १९ जनवरी।"),
]
CAPITALS = [
    ("tr", "ıIiİ direniş ışık İzmir'in"),
    ("az", "istiqlal ışıq Əli"),
    ("lt", "i̇̀ į̇́ j̇́ ĩ ì laisvė"),
    ("el", "Λευτεριά ή θάνατος· ΐ ΰ άυλος ΐάΰ όχι Ή ᾳ ᾧ ἄνθρωπος μαΐου"),
    ("nl", "ijs vrijheid ĳ íj́"),
    ("hy", "և պայքար եւ"),
    ("ka", "თავისუფლება"),
    ("de", "ﬁ ﬀ ŉ ǰ ὒ"),
    ("chr", "ꮳꮃꭹ"),
    ("osa", "𐓷𐓘𐓻𐓘𐓻𐓟"),
    ("ff-Adlm", "𞤆𞤵𞤤𞤢𞤪"),
    ("hi", "आज़ादी abc"),
]


def slogans():
    with open(ROOT / "slogans/january-19.toml", "rb") as file:
        campaign = tomllib.load(file)
    for tag, block in sorted(campaign["lang"].items()):
        for key, entry in sorted(block.items()):
            if key != "standing":
                text = entry if isinstance(entry, str) else entry["text"]
                yield tag, unicodedata.normalize("NFC", text)


def write(name, head, rows):
    text = "".join(f"# {line}\n" for line in head) + "".join("\t".join(row) + "\n" for row in rows)
    (HERE / name).write_text(text, encoding="utf-8")


def shaping():
    import uharfbuzz as hb

    faces = {path.stem: path for path in (ROOT / "fonts").glob("*/*.[ot]tf")}
    rows = []
    for line in (HERE / "words.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        tag, script, face, text = line.split("\t")
        font = hb.Font(hb.Face(hb.Blob.from_file_path(str(faces[face]))))
        buffer = hb.Buffer()
        buffer.add_str(unicodedata.normalize("NFC", text))
        buffer.script, buffer.language = script, tag
        buffer.guess_segment_properties()  # the direction of the script
        # Mongolian is shaped as a line, and digits run to the right in every script.
        if script == "Mong" or not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
            buffer.direction = "ltr"
        features = {"palt": True} if tag == "ja" else {}
        hb.shape(font, buffer, features)
        glyphs = " ".join(str(info.codepoint) for info in buffer.glyph_infos)
        rows.append((tag, script, faces[face].name, text, glyphs))
    head = [f"Glyph ids from left to right, as HarfBuzz {hb.version_string()} gives them; made by judge.py from words.tsv.",
            "Columns: tag, script, file of the face, text, glyph ids."]
    write("shaping.tsv", head, rows)


def breaks():
    import icu

    rows = []
    for tag, text in list(slogans()) + MORE:
        text = unicodedata.normalize("NFC", text)
        locale = icu.Locale.createFromName(f"{tag.replace('-', '_')}@lb=strict")
        iterator = icu.BreakIterator.createLineInstance(locale)
        iterator.setText(text)
        # ICU counts in UTF-16.
        units = text.encode("utf-16-le")
        places = [len(units[: 2 * at].decode("utf-16-le").encode()) for at in iterator if 0 < 2 * at < len(units)]
        rows.append((tag, text, " ".join(map(str, places))))
    head = [f"Where lines may break after ICU {icu.ICU_VERSION} (lb=strict), as byte offsets; made by judge.py.",
            "Columns: tag, text, offsets."]
    write("breaks.tsv", head, rows)


def capitals():
    import icu

    rows = []
    for tag, text in list(slogans()) + CAPITALS:
        text = unicodedata.normalize("NFC", text)
        upper = str(icu.UnicodeString(text).toUpper(icu.Locale(tag.replace("-", "_"))))
        rows.append((tag, text, unicodedata.normalize("NFC", upper)))
    head = [f"Capitals as ICU {icu.ICU_VERSION} writes them; made by judge.py.", "Columns: tag, text, capitals."]
    write("capitals.tsv", head, rows)


if __name__ == "__main__":
    {"shaping": shaping, "breaks": breaks, "capitals": capitals}[sys.argv[1]]()
