"""Signs of Word's sign fonts (Symbol, Wingdings …) as the characters they show, and enclosed characters."""

from __future__ import annotations

UNKNOWN = "〓"
"""Stands where a sign was printed that no table here knows."""


def _table(codes: str, shown: str) -> dict[int, str]:
    return dict(zip(map(ord, codes), shown, strict=True))


_SYMBOL = {
    **_table("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
    **_table("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
    **_table("\"$'*-@\\^~", "∀∃∋∗−≅∴⊥∼"),
    **dict(
        zip(
            range(0xA1, 0x100),
            "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪€〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭〓",
            strict=True,
        )
    ),
}
_WINGDINGS = {
    **_table("JKLlmnopqrstuvwx", "☺😐☹●❍■□□□□⧫◆❖⬥⌧⍓"),
    **_table('!"#$()*FGHACDE', "✏✂✁👓☎✆✉☞☝☟✌👍👎☜"),
    **dict(zip(range(0x80, 0x96), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **dict(zip((0x9E, 0x9F, 0xA0, 0xA1, 0xA2, 0xA4, 0xA5, 0xA7, 0xA8), "·•▪○○◉◎▪□", strict=True)),
    **dict(zip((0xAA, 0xAB, 0xAC, 0xD8, 0xDC, 0xE8), "✦★✶➢➲➔", strict=True)),
    **dict(zip(range(0xDF, 0xE7), "←→↑↓↖↗↙↘", strict=True)),
    **dict(zip((0xEF, 0xF0, 0xF1, 0xF2, 0xFB, 0xFC, 0xFD, 0xFE), "⇦⇨⇧⇩✗✓☒☑", strict=True)),
}
_WINGDINGS2 = {
    **_table("OPQRSTUV", "✗✓☒☑☒☒⊗⊗"),
    **dict(zip(range(0x69, 0x74), "⓪①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip((0x97, 0x98, 0x99, 0xA2, 0xA3, 0xA4), "●●●■□□", strict=True)),
}
_WEBDINGS = _table("acgnr", "✓□■●✗")
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS2,
    "wingdings 3": _table('fghi"#pqrs', "←→↑↓⇆⇅▲▼△▽"),
    "webdings": _WEBDINGS,
}
# Without a font only the tick boxes are certain.
_ANY = {0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xA8: "□", 0x6F: "□", 0xA3: "□", 0x52: "☑"}
_RINGS = (
    (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1),
)  # fmt: skip
_CHINESE = "一二三四五六七八九十"


def is_sign_font(name: str) -> bool:
    """Whether letters of this font are not letters."""
    return name.strip().lower() in _FONTS


def sign(code: int, font: str) -> str:
    """What one code of a sign font shows; UNKNOWN where it is not known. Codes may lie in the private area."""
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get(font.strip().lower())
    if table is None:
        return _ANY.get(code, UNKNOWN)
    if code in table:
        return table[code]
    same = table is _SYMBOL and 0x20 <= code < 0x7F
    return chr(code) if same or code == 0x20 else UNKNOWN


def letters(text: str, font: str) -> str:
    """A text set in a sign font: its letters as signs, Chinese (set in another font) as it is."""
    shown = ""
    for letter in text:
        code = ord(letter)
        shown += sign(code, font) if code < 0x100 or 0xF000 <= code <= 0xF0FF else letter
    return shown


def ringed(text: str) -> str:
    """A number or figure in a ring: 1 → ①, 一 → ㊀. Brackets where there is no such character."""
    if text.isdecimal():
        for first, last, code in _RINGS:
            if first <= int(text) <= last:
                return chr(code + int(text) - first)
    if len(text) == 1 and text in _CHINESE:
        return chr(0x3280 + _CHINESE.index(text))
    return f"（{text}）"
