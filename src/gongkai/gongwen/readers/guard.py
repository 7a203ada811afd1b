"""Limits that keep a hostile or broken file from taking the machine down."""

from __future__ import annotations

import io
import zipfile

from gongkai.exceptions import Unreadable

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5000
# Office files compress well (XML: up to ~30), a bomb compresses a thousandfold.
MAX_RATIO = 150
_SMALL = 5 * 1024 * 1024


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zip after looking at what it declares. Unreadable for bombs, BadZipFile for ruins.

    zipfile itself never unpacks more than an entry declares, so the declared sizes may be relied on.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("所含部件过多，疑似恶意文件，已拒绝读取。")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED or any(_swollen(entry) for entry in entries):
        raise Unreadable("解压后体积异常，疑似恶意压缩文件，已拒绝读取。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("已加密，请去除密码后再试。")
    return archive


def _swollen(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
