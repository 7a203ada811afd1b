"""What the check is known to get wrong, as measured: the test expects just these, and fails as soon as one is mended."""

COLOURS = "the samples of a picture are judged after its colours are worked out, when they are all black"
READING = "documented limit: there is no reading of pixels"
MEANING = "the secret is told in other letters, or in part; only the whole as it was written is compared"
CODES = "codes of addresses, mail, scripts and word processors are not undone"

# Attacks that hold, by id.
MISSED = {
    "codecs/fax-taller-than-said": "fax rows beneath the height of the picture are not looked at",
    "doubles/boxes-for-the-first-scan-only": READING,
    "elsewhere/address-with-spoken-numbers": MEANING,
    "elsewhere/birthday-in-the-text": MEANING,
    "elsewhere/first-fifteen-digits": MEANING,
    "elsewhere/in-latin-letters": MEANING,
    "elsewhere/square-code": READING,
    "elsewhere/square-code-of-the-original": READING,
    "inks/words-in-a-mesh-of-one-colour": COLOURS,
    "packed/thumbnail-in-xmp": CODES,
}
# Attacks that hold where original and boxes are not given either.
MISSED_ALONE = {
    "invisible/pressed-flat": "words without width are not found without terms",
    "layers/note-in-a-layer": "a note of a layer that is off is not found without terms",
    "letters/map-to-nothing": "letters that copy as blanks are not taken for letters under a bar",
}
# Honest releases that are refused, by id; and of them those refused where original and boxes are not given.
REFUSED = {
    "clean/pale-watermark-that-runs-under-a-bar": "a word under a box is a leak, also a harmless one",
    "clean/scan-with-honest-thumbnail": "a thumbnail counts as a picture that nothing shows",
}
REFUSED_ALONE = REFUSED
