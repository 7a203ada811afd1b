"""Fictitious applicants."""

from gongkai.apps.people.details import Details

PERSON = Details(
    name="林知夏",
    id_kind="passport",
    id_number="E12345678",
    telephone="13800138000",
    email="lin@example.invalid",
)
COMPANY = Details(
    name="云川晨禾课后服务有限公司", contact_name="许言", id_kind="other", id_number="YC-2026-0088",
    telephone="0000-80001234", address="云川市文津路1号",
)  # fmt: skip
