"""What pages of an OFD file refer to by number: colour spaces, ways of drawing, graphics used again, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.files.ofd.store import Node, Store, first, named, tag, words

_CLEAR_PNG = (4, 6)
Color = tuple[int, int, int]
BLACK: Color = (0, 0, 0)
_GREY: Color = (128, 128, 128)
_MOST_ABOVE = 20


@dataclass
class Resources:
    """By id: bits of each colour space, ways of drawing, graphics, whether a picture lets through what is below it."""

    bits: dict[str, int] = field(default_factory=dict)
    ways: dict[str, Node] = field(default_factory=dict)
    graphics: dict[str, Node] = field(default_factory=dict)
    clear: set[str] = field(default_factory=set)

    def take(self, store: Store, part: str) -> None:
        """Read one list of resources."""
        root = store.tree(part)
        folder = (root.get("BaseLoc") or "").strip("/ ")
        base = f"{part.rpartition('/')[0]}/{folder}/x" if folder else part
        for node in root.iter():
            key, name = node.get("ID", ""), tag(node)
            if name == "ColorSpace":
                bits = node.get("BitsPerComponent", "8")
                self.bits[key] = int(bits) if bits in ("1", "2", "4", "8", "16") else 8
            elif name == "DrawParam":
                self.ways[key] = node
            elif name == "CompositeGraphicUnit":
                self.graphics[key] = node
            elif name == "MultiMedia":
                place = store.place(base, words(node, "MediaFile")) or store.place(
                    part, words(node, "MediaFile")
                )
                head = store.head(place, 26) if place else b""
                if head.startswith(b"\x89PNG") and head[25:26] and head[25] in _CLEAR_PNG:
                    self.clear.add(key)

    def said(self, node: Node, layer: Node | None, name: str) -> Node | None:
        """A colour (FillColor, StrokeColor) of an object: its own, or from the way of drawing of itself or its layer."""
        own = first(node, name)
        if own is not None:
            return own
        for holder in (node, layer):
            way = self.ways.get(holder.get("DrawParam", "")) if holder is not None else None
            for _ in range(_MOST_ABOVE):
                if way is None:
                    break
                if (found := first(way, name)) is not None:
                    return found
                way = self.ways.get(way.get("Relative", ""))
        return None

    def color(self, node: Node | None) -> tuple[Color, int]:
        """Colour and alpha (0–255); what nothing says is black, a shading is grey."""
        if node is None:
            return BLACK, 255
        alpha = _whole(node.get("Alpha", "255"), 255)
        values = [_whole(one, 0) for one in node.get("Value", "").split()]
        most = (1 << self.bits.get(node.get("ColorSpace", ""), 8)) - 1
        parts = [min(max(one * 255 // most, 0), 255) for one in values]
        if len(parts) == 1:
            return (parts[0],) * 3, alpha
        if len(parts) == 3:
            return (parts[0], parts[1], parts[2]), alpha
        if len(parts) == 4:
            dark = 255 - parts[3]
            cyan, magenta, yellow = ((255 - one) * dark // 255 for one in parts[:3])
            return (cyan, magenta, yellow), alpha
        return (_GREY if any(named(node, "Pattern", "AxialShd", "RadialShd", "GouraudShd")) else BLACK), alpha


def _whole(said: str, otherwise: int) -> int:
    try:
        return int(said[1:], 16) if said.startswith("#") else int(float(said))
    except (ValueError, OverflowError):
        return otherwise
