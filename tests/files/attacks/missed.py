"""What the check is known to get wrong, as measured: the test expects just these, and fails as soon as one is mended."""

# Attacks that hold, by id, each with its reason.
MISSED: dict[str, str] = {}
# Attacks that hold where original and boxes are not given either.
MISSED_ALONE = {
    "invisible/pressed-flat": "words without width are not found without terms",
    "layers/note-in-a-layer": "a note of a layer that is off is not found without terms",
    "letters/map-to-nothing": "letters that copy as blanks are not taken for letters under a bar",
}
# Honest releases that are refused, by id; and of them those refused where original and boxes are not given.
REFUSED: dict[str, str] = {}
REFUSED_ALONE = REFUSED
