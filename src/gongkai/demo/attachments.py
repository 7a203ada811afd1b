"""Small xlsx and docx files that go with the documents, made on the spot."""

from __future__ import annotations

import datetime as dt
import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 — the file format knows no zone
# words in the file's name → columns of its sheet; “数” is a figure
SHEETS = {
    "招生计划": ("学校", "计划班数:数", "计划人数:数", "咨询电话:话"),
    "对口地段": ("学校", "道路", "门牌范围", "备注"),
    "电话": ("单位", "咨询电话:话", "监督电话:话"),
    "岗位": ("招聘单位", "学科", "人数:数", "学历要求"),
    "预算": ("科目名称", "本年预算（万元）:数", "上年预算（万元）:数"),
    "决算": ("科目名称", "年初预算（万元）:数", "决算（万元）:数"),
    "收费": ("单位", "项目", "标准（元）:数", "是否自愿"),
    "收支": ("项目", "收入（元）:数", "支出（元）:数", "结余（元）:数"),
    "经费": ("项目", "收入（元）:数", "支出（元）:数", "结余（元）:数"),
    "指标": ("一级指标", "二级指标", "分值:数", "数据来源"),
    "督学": ("责任区", "学校", "责任督学人数:数", "办公电话:话"),
    "供应商": ("品种", "单位", "下浮率（%）:数"),
    "机构": ("机构", "类别", "监管账户状态"),
    "名单": ("单位", "开放场地", "开放时间"),
}
WORDS = {
    "道路": ("文津路", "望湖路", "江湾路", "星河大道"), "门牌范围": ("1—199号", "2—88号双号", "201号以上", "全段"),
    "学科": ("语文", "数学", "体育", "心理健康", "特殊教育"), "学历要求": ("本科以上", "大专以上", "研究生"),
    "科目名称": ("普通教育", "职业教育", "特殊教育", "教育管理事务", "住房保障"), "项目": ("作业本费", "课后服务费", "伙食费", "校服"),
    "是否自愿": ("是", "否"), "一级指标": ("教育投入", "学位供给", "队伍建设", "群众关切"),
    "二级指标": ("只增不减", "同步交付", "空编比例", "重复信访率"), "数据来源": ("统计年鉴", "实地核查", "系统取数"),
    "责任区": ("第一责任区", "第二责任区", "第三责任区"), "品种": ("米面油", "肉禽", "蛋奶", "蔬菜水果"),
    "类别": ("体育", "文化艺术", "科技"), "监管账户状态": ("正常", "正常", "重点监管"),
    "机构": ("晨曦羽毛球馆", "小木匠创意工坊", "蓝鲸游泳馆", "青枫书画社"), "开放场地": ("田径场", "篮球场", "羽毛球馆"),
    "开放时间": ("工作日晚间", "双休日", "寒暑假全天"), "备注": ("", "本年新调整", ""),
}  # fmt: skip
UNITS = ("第一小学", "第三小学", "实验小学", "第二初级中学", "滨河学校", "中心幼儿园")


def make(name: str, *, seed: str, hidden: bool = False) -> SimpleUploadedFile:
    """The file of that name. hidden: an xlsx gets a hidden sheet with identity numbers of nobody."""
    dice = random.Random(f"{seed}|{name}")  # noqa: S311 — no secret is drawn here
    if name.endswith(".docx"):
        return SimpleUploadedFile(name, _docx(name), content_type=DOCX)
    return SimpleUploadedFile(name, _xlsx(name, dice, hidden), content_type=XLSX)


def _xlsx(name: str, dice: random.Random, hidden: bool) -> bytes:
    from openpyxl import Workbook

    columns = next((c for key, c in SHEETS.items() if key in name), ("序号:数", "单位", "内容"))
    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    book.properties.creator = "云川市教育局"
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(name.rpartition(".")[0][:28])
    sheet.append([c.partition(":")[0] for c in columns])
    for row in range(dice.randint(6, 14)):
        sheet.append([_cell(c, row, dice) for c in columns])
    for letter in "ABCD":
        sheet.column_dimensions[letter].width = 22
    if hidden:
        below = book.create_sheet("底稿")
        below.sheet_state = "hidden"
        below.append(["姓名", "身份证号", "说明"])
        for person, number in zip(("样例甲", "样例乙", "样例丙"), identity_numbers(), strict=True):
            below.append([person, number, "虚构，演示用"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(column: str, row: int, dice: random.Random) -> str | int:
    name, _, kind = column.partition(":")
    if kind == "数":
        return dice.randint(3, 480)
    if kind == "话":
        return f"0000-8000{dice.randint(1000, 9999)}"
    words = WORDS.get(name, UNITS)
    return words[row % len(words)]


def _docx(name: str) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.author = "云川市教育局"
    document.add_heading(name.rpartition(".")[0], level=1)
    document.add_paragraph("填写说明：用黑色字迹填写，内容真实完整；没有的栏目写“无”。")
    table = document.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "项目", "内容"
    for line in ("单位（学校）", "经办人", "联系电话", "事项说明", "单位意见", "日期"):
        table.add_row().cells[0].text = line
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def identity_numbers() -> list[str]:
    """Three identity numbers with a sound check digit of a region that does not exist (999999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    found = []
    for serial in ("001", "002", "003"):
        stem = f"99999920150101{serial}"
        total = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True))
        found.append(stem + "10X98765432"[total % 11])
    return found
