"""Who works in 云川市, as plain data: readable without Django, so that `gongkai serve` can print the accounts."""

from __future__ import annotations

from dataclasses import dataclass

# One password for all demonstration accounts. It satisfies the rules of the platform and is never used elsewhere.
PASSWORD = "Yunchuan#2026"  # noqa: S105


@dataclass(frozen=True)
class Post:
    """One post of a person: at the body or section with that slug."""

    place: str
    role: str  # a value of organizations.Role
    subtree: bool = False


@dataclass(frozen=True)
class Person:
    """A member of staff with sign-in name (pinyin), name, duties in a few words, and posts."""

    username: str
    name: str
    line: str
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Chain:
    """The people through whose hands a document of a body goes, all different. `drafters` and `heads` by section."""

    drafters: dict[str, str]
    heads: dict[str, str]
    secrecy: str
    office: str
    publisher: str


def _post(role: str, *places: str, subtree: bool = False) -> tuple[Post, ...]:
    return tuple(Post(place, role, subtree) for place in places)


CITY = "yunchuan"
COMMISSION_PEOPLE = (
    Person("zhaoli", "赵立", "基础教育科，拟稿", _post("informant", "yunchuan-jijiao")),
    Person("xuhang", "许航", "计财科，拟稿", _post("informant", "yunchuan-jicai")),
    Person(
        "chenmiao", "陈苗", "人事科、安全科，拟稿", _post("informant", "yunchuan-renshi", "yunchuan-anquan")
    ),
    Person("hejin", "何进", "民办教育科，拟稿", _post("informant", "yunchuan-minban")),
    Person(
        "luoqing", "罗青", "办公室、督导室，拟稿", _post("informant", "yunchuan-bangong", "yunchuan-dudao")
    ),
    Person("qinyue", "秦越", "基础教育科科长", _post("section_head", "yunchuan-jijiao")),
    Person("shenzhixing", "沈知行", "计财科科长", _post("section_head", "yunchuan-jicai")),
    Person("fangxiao", "方晓", "人事科科长", _post("section_head", "yunchuan-renshi")),
    Person("luyuanshan", "陆远山", "民办教育科科长", _post("section_head", "yunchuan-minban")),
    Person("tangning", "唐宁", "督导室主任", _post("section_head", "yunchuan-dudao")),
    Person("hanlidong", "韩立冬", "安全科科长", _post("section_head", "yunchuan-anquan")),
    Person("zhengsiyuan", "郑思源", "办公室主任", _post("section_head", "yunchuan-bangong")),
    Person("sunlan", "孙岚", "保密审查", _post("secrecy", CITY)),
    Person("zhoumin", "周敏", "办公室，政务公开专员", _post("office", CITY)),
    Person("liyue", "李玥", "办公室，信息发布", _post("office", CITY)),
    Person("guchangning", "顾长宁", "局领导", _post("leader", CITY)),
    Person("suhe", "苏禾", "信访与依申请承办", _post("handler", CITY)),
    Person("maxiao", "马骁", "系统管理员", _post("admin", CITY, subtree=True)),
    Person("baihua", "白桦", "审计员", _post("auditor", CITY, subtree=True)),
    Person("yufan", "于帆", "评议专家", _post("evaluator", CITY)),
    Person("jiangting", "江汀", "评议专家", _post("evaluator", CITY)),
)
# slug → (drafter, head, secrecy, office, publisher, informant of its schools, head of its schools)
_DISTRICT_NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "donghu": (("yexiao", "叶晓"), ("duheng", "杜衡"), ("wenjing", "闻静"), ("caiyun", "蔡芸"),
               ("shimingyuan", "石明远"), ("linruo", "林若"), ("gaobo", "高泊")),
    "xiling": (("panyu", "潘屿"), ("leizhou", "雷舟"), ("xiazhi", "夏至"), ("yuanqi", "袁祺"),
               ("dongshan", "董杉"), ("mengtian", "孟恬"), ("louheng", "楼衡")),
    "gaoxin": (("kongyi", "孔一"), ("weilan", "韦岚"), ("jiheng", "季珩"), ("songke", "宋可"),
               ("jinyuan", "靳远"), ("bianyue", "卞悦"), ("raoming", "饶铭")),
    "linjiang": (("tongxin", "童欣"), ("guanshu", "关舒"), ("liangchen", "梁辰"), ("yaobei", "姚蓓"),
                 ("zhuojun", "卓钧"), ("mulin", "穆霖"), ("shangguo", "尚果")),
}  # fmt: skip
DISTRICTS = {"donghu": "东湖区", "xiling": "西岭区", "gaoxin": "高新区", "linjiang": "临江区"}
DISTRICT_SECTIONS = ("bangong", "jijiao", "zonghe")
# body slug → slugs of the schools and units whose papers the same two people keep
SCHOOLS_OF = {
    CITY: ("yizhong", "shiyan-zhongxue", "teshu", "zhiye"),
    "donghu": ("wenjinlu", "dongwai"),
    "xiling": ("qingshi", "xiling-yizhong"),
    "gaoxin": ("xinghe", "gaoxin-shiyan"),
    "linjiang": ("matou", "linjiang-sanzhong"),
}
UNITS = ("zizhu", "jiaoyan", "kaoshi")


def _district(slug: str) -> tuple[Person, ...]:
    area = DISTRICTS[slug]
    places = [f"{slug}-{s}" for s in DISTRICT_SECTIONS]
    drafter, head, secrecy, office, publisher, school, principal = _DISTRICT_NAMES[slug]
    return (
        Person(*drafter, f"{area}教育局，拟稿", _post("informant", *places)),
        Person(*head, f"{area}教育局，科室负责人", _post("section_head", *places)),
        Person(*secrecy, f"{area}教育局，保密审查", _post("secrecy", slug)),
        Person(*office, f"{area}教育局，办公室审核", _post("office", slug)),
        Person(*publisher, f"{area}教育局，局领导", _post("leader", slug)),
        Person(*school, f"{area}学校信息员", _post("informant", *SCHOOLS_OF[slug])),
        Person(*principal, f"{area}学校负责人", _post("section_head", *SCHOOLS_OF[slug])),
    )


CITY_SCHOOL_PEOPLE = (
    Person("xuezhou", "薛舟", "市属学校信息员", _post("informant", *SCHOOLS_OF[CITY])),
    Person("chengyuan", "程远", "市属学校负责人", _post("section_head", *SCHOOLS_OF[CITY])),
    Person("liuman", "柳蔓", "直属单位信息员", _post("informant", *UNITS)),
    Person("jingyi", "荆一", "直属单位负责人", _post("section_head", *UNITS)),
)
DISTRICT_PEOPLE = {slug: _district(slug) for slug in DISTRICTS}
PEOPLE = (*COMMISSION_PEOPLE, *CITY_SCHOOL_PEOPLE, *(p for d in DISTRICTS for p in DISTRICT_PEOPLE[d]))

_CITY_DRAFTERS = {
    "jijiao": "zhaoli", "jicai": "xuhang", "renshi": "chenmiao", "anquan": "chenmiao", "minban": "hejin",
    "bangong": "luoqing", "dudao": "luoqing",
}  # fmt: skip
_CITY_HEADS = {
    "jijiao": "qinyue", "jicai": "shenzhixing", "renshi": "fangxiao", "minban": "luyuanshan",
    "dudao": "tangning", "anquan": "hanlidong", "bangong": "zhengsiyuan",
}  # fmt: skip


def chain_of(slug: str) -> Chain:
    """The chain of a body; a school's secrecy check, office and publisher are those of the body above it."""
    if slug == CITY:
        return Chain(_CITY_DRAFTERS, _CITY_HEADS, "sunlan", "zhoumin", "liyue")
    if slug in DISTRICTS:
        drafter, head, secrecy, office, publisher = (n[0] for n in _DISTRICT_NAMES[slug][:5])
        return Chain(
            dict.fromkeys(DISTRICT_SECTIONS, drafter),
            dict.fromkeys(DISTRICT_SECTIONS, head),
            secrecy,
            office,
            publisher,
        )
    if slug in UNITS:
        drafter, head, above = "liuman", "jingyi", CITY
    else:
        above = next(body for body, schools in SCHOOLS_OF.items() if slug in schools)
        pair = ("xuezhou", "chengyuan") if above == CITY else tuple(n[0] for n in _DISTRICT_NAMES[above][5:])
        drafter, head = pair
    upper = chain_of(above)
    return Chain({"": drafter}, {"": head}, upper.secrecy, upper.office, upper.publisher)


# Who plays which part in the tour of docs/one-document.md: part → sign-in name.
ACCOUNTS = {
    "拟稿": "zhaoli",
    "科室负责人": "qinyue",
    "保密审查": "sunlan",
    "办公室审核": "zhoumin",
    "发布": "liyue",
    "局领导": "guchangning",
    "学校信息员": "xuezhou",
    "区教育局拟稿": "yexiao",
    "区教育局办公室": "caiyun",
    "依申请承办": "suhe",
    "评议专家": "yufan",
    "系统管理员": "maxiao",
    "审计员": "baihua",
}
BY_USERNAME = {p.username: p for p in PEOPLE}


def accounts_table() -> str:
    """The accounts by part, one a line, and the one password."""
    lines = [f"  演示账号（密码都是 {PASSWORD}）"]
    width = max(len(part) for part in ACCOUNTS)
    for part, username in ACCOUNTS.items():
        person = BY_USERNAME[username]
        lines.append(f"  {part}{'　' * (width - len(part))}  {username:<12}{person.name}，{person.line}")
    return "\n".join(lines)
