"""Words in layers that are not shown."""

from __future__ import annotations

from .kit import at, attack, by_looking, by_seeing, raw_image
from .sheet import HONEST, ID, PHONE, PLACED, SECRETS, bars, picture, public, release, scan, shown

OFF = "/OCProperties << /OCGs [20 0 R 21 0 R] /D << /OFF [20 0 R] /Order [20 0 R] >> >>"
LAYERS: dict[int, bytes | str] = {20: "<< /Type /OCG /Name (a) >>", 21: "<< /Type /OCG /Name (b) >>"}
USED = "/Properties << /L 20 0 R /M 22 0 R >>"
WORDS = shown(ID)


def _layered(
    how: str, root: str = OFF, more: dict[int, bytes | str] | None = None, words: str = WORDS
) -> bytes:
    return release(
        HONEST + f"/OC /{how} BDC {words} EMC", {**LAYERS, **(more or {})}, root=root, resources=USED
    )


@attack("layers", by_looking(ID))
def off_by_default() -> bytes:
    """Switch the layer on in the viewer."""
    return _layered("L", more={22: "null"})


@attack("layers", by_looking(ID))
def base_state_off() -> bytes:
    """All layers are off unless named."""
    return _layered(
        "L", "/OCProperties << /OCGs [20 0 R 21 0 R] /D << /BaseState /OFF /ON [21 0 R] >> >>", {22: "null"}
    )


@attack("layers", by_looking(ID))
def membership() -> bytes:
    """A membership of layers that are off."""
    return _layered("M", more={22: "<< /Type /OCMD /OCGs [20 0 R] /P /AllOn >>"})


@attack("layers", by_looking(ID))
def membership_of_what_is_off() -> bytes:
    """Shown only while another layer is off, which it is not."""
    return _layered("M", more={22: "<< /Type /OCMD /OCGs [21 0 R] /P /AllOff >>"})


@attack("layers", by_looking(ID))
def nested_expression() -> bytes:
    """Not (b and not a): an expression within an expression."""
    return _layered("M", more={22: "<< /Type /OCMD /VE [/Not [/And 21 0 R [/Not 20 0 R]]] >>"})


@attack("layers", by_looking(ID))
def nested_marks() -> bytes:
    """A layer that is on within one that is off."""
    return release(
        HONEST + f"/OC /L BDC /OC /M BDC {WORDS} EMC EMC",
        {**LAYERS, 22: "<< /Type /OCMD /OCGs [21 0 R] >>"},
        root=OFF,
        resources=USED,
    )


@attack("layers", by_looking(ID))
def for_print_only() -> bytes:
    """Not on the screen; on every printed page."""
    layers = {
        **LAYERS,
        20: "<< /Type /OCG /Name (a) /Usage << /Print << /PrintState /ON >> /View << /ViewState /OFF >> >> >>",
    }
    root = (
        "/OCProperties << /OCGs [20 0 R 21 0 R] /D << /AS [<< /Event /View /Category [/View] /OCGs [20 0 R] >> "
        "<< /Event /Print /Category [/Print] /OCGs [20 0 R] >>] >> >>"
    )
    return release(HONEST + f"/OC /L BDC {WORDS} EMC", {**layers, 22: "null"}, root=root, resources=USED)


@attack("layers", by_looking(ID))
def when_zoomed_in() -> bytes:
    """Shown at 1000 per cent only."""
    layers = {**LAYERS, 20: "<< /Type /OCG /Name (a) /Usage << /Zoom << /min 10 >> >> >>"}
    root = "/OCProperties << /OCGs [20 0 R 21 0 R] /D << /AS [<< /Event /View /Category [/Zoom] /OCGs [20 0 R] >>] >> >>"
    return release(HONEST + f"/OC /L BDC {WORDS} EMC", {**layers, 22: "null"}, root=root, resources=USED)


@attack("layers", by_looking(ID))
def other_configuration() -> bytes:
    """On in another configuration that the viewer offers."""
    root = "/OCProperties << /OCGs [20 0 R 21 0 R] /D << /OFF [20 0 R] >> /Configs [<< /Name (x) /ON [20 0 R] >>] >>"
    return _layered("L", root, {22: "null"})


@attack("layers", by_seeing(ID, at(ID, raw_image())))
def picture_in_a_layer() -> bytes:
    """The scan as it was lies in a layer that is off."""
    parts = {**LAYERS, 22: "null", 23: picture(scan(), "/OC 20 0 R")}
    return release(HONEST + PLACED, parts, root=OFF, resources=USED + " /XObject << /Im 23 0 R >>")


@attack("layers", by_looking(PHONE))
def note_in_a_layer() -> bytes:
    """A note whose layer is off."""
    note = f"<< /Type /Annot /Subtype /FreeText /Rect [30 2 200 20] /DA (/F2 8 Tf 0 g) /Contents ({PHONE}) /OC 20 0 R >>"
    return release(HONEST, {**LAYERS, 22: note}, root=OFF, page="/Annots [22 0 R]")


@attack("layers", by_looking(ID))
def name_of_a_layer() -> bytes:
    """The layer is named after the person."""
    layers = {**LAYERS, 21: f"<< /Type /OCG /Name ({ID}) >>"}
    return release(HONEST, layers, root="/OCProperties << /OCGs [20 0 R 21 0 R] /D << /Order [21 0 R] >> >>")


@attack("layers", by_looking(ID))
def bars_in_a_layer() -> bytes:
    """The bars are a layer: switch it off."""
    words = public() + "".join(map(shown, SECRETS))
    return release(
        words + f"/OC /L BDC {bars()} EMC",
        {**LAYERS, 22: "null"},
        root="/OCProperties << /OCGs [20 0 R 21 0 R] /D << /Order [20 0 R] >> >>",
        resources=USED,
    )
