"""Our translations of words that Django and Wagtail leave in English, compiled when the process starts.

The `.po` files are the source and are read by people; the `.mo` files are made from them into the data folder whenever
they are older, so neither `gettext` nor a build step is needed and a stale catalogue cannot be served.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from pathlib import Path


def messages(po: str) -> Iterator[tuple[str, str]]:
    """(key, translation) of each translated message, as the binary catalogue wants them; fuzzy ones are left out."""
    for block in po.split("\n\n"):
        parts: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            if line.startswith("#"):
                if line.startswith("#,") and "fuzzy" in line:
                    parts.clear()
                    break
                continue
            if line.startswith("msg"):
                current, _, line = line.partition(" ")
                parts[current] = ""
            if current and line.strip().startswith('"'):
                parts[current] += ast.literal_eval(line.strip())
        if "msgid" not in parts:
            continue
        key = parts["msgid"]
        if "msgctxt" in parts:
            key = f"{parts['msgctxt']}\x04{key}"
        if "msgid_plural" in parts:
            key += f"\0{parts['msgid_plural']}"
        text = parts.get("msgstr", parts.get("msgstr[0]", ""))  # Chinese has one form
        if text:
            yield key, text


def binary(po: str) -> bytes:
    """The catalogue in the format of gettext (.mo)."""
    pairs = sorted((k.encode(), v.encode()) for k, v in messages(po))
    keys, texts, index_k, index_v = b"", b"", [], []
    for key, text in pairs:
        index_k.append((len(key), len(keys)))
        keys += key + b"\0"
        index_v.append((len(text), len(texts)))
        texts += text + b"\0"
    start_keys = 7 * 4 + 16 * len(pairs)
    start_texts = start_keys + len(keys)
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    table_k = b"".join(struct.pack("<2I", n, start_keys + o) for n, o in index_k)
    table_v = b"".join(struct.pack("<2I", n, start_texts + o) for n, o in index_v)
    return head + table_k + table_v + keys + texts


def compiled(source: Path, target: Path) -> Path:
    """Compile every catalogue under `source` into the same place under `target`; returns `target`."""
    for po in sorted(source.rglob("*.po")):
        mo = target / po.relative_to(source).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        fresh = mo.with_suffix(".new")
        fresh.write_bytes(binary(po.read_text("utf-8")))
        fresh.replace(mo)
    return target
