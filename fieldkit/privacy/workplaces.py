"""Schools, kindergartens, firms, cafés and brigades that are named by a number, in quotes or by a name."""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy import company
from fieldkit.privacy.found import Found

_CAP = r"[A-ZА-ЯЁҚҒӘІҢӨҰҮҺЎҲҶӢӮ][\w'-]{1,24}"
_QUOTED = r"\"[^\"\n]{2,40}\""
_NUMBER = r"\d{1,3}(?!\d|[.,]\d)(?:-?[а-яa-z](?!\w))?"
_NAMED = r"(?:имени |им\. ?|им )(?:[А-ЯЁA-Z]\. ?){0,2}[A-ZА-ЯЁҚӨҮ][\w-]{2,24}(?: [A-ZА-ЯЁҚӨҮ][\w-]{2,24})?"

_SCHOOL = (
    r"(?:(?:школ[аеуы]\w{0,2}|школа-интернат|шк\.|сш|сош|сред\w* шк\w*|гимнази\w{1,2}|лице[йяюе]\w{0,2}|"
    r"колледж\w{0,2}|училищ\w{1,2}|пту|техникум\w{0,2}|интернат\w{0,2}|"
    r"детск\w{2,3} ?сад\w{0,3}|детсад\w{0,3}|д/с|садик\w{0,3}|сад\w?|ясл\w{1,2}|медресе|school|kindergarten|"
    r"shkol\w{1,2}|lyceum|gymnasium|college|litsey\w{0,3}|gimnaziya\w{0,2}|"
    r"мектеп\w{0,5}|мектеб\w{0,5}|балабақша\w{0,3}|бала бакча\w{0,3}|бакча\w{0,3}|maktab\w{0,5}|bog'cha\w{0,4}|"
    r"мактаб\w{0,5}|боғча\w{0,4}|богча\w{0,4}|кӯдакистон\w{0,3}|кудакистон\w{0,3}|"
    r"(?:(?:городск|районн|областн|центральн|сельск|детск|семейн)\w{2,3} )?(?:больниц\w{1,2}|поликлиник\w{1,2}|"
    r"роддом\w{0,2}|госпитал\w{1,2}|амбулатори\w{1,2}|медпункт\w{0,2})|hospital|clinic|"
    r"оорукана\w{0,4}|аурухана\w{0,4}|емхана\w{0,4}|бейтапкана\w{0,4}|shifoxona\w{0,4}|шифохона\w{0,4}|"
    r"kasalxona\w{0,4}|касалхона\w{0,4}|беморхона\w{0,3}|poliklinika\w{0,4}|"
    r"университет\w{0,6}|институт\w{0,5}|академи\w{1,3}|universitet\w{0,4}|institut\w{0,4}|"
    r"университети\w{0,3}|донишгоҳ\w{0,3}))"
)
_SCHOOLS = (
    re.compile(
        rf"(?<!\w){_SCHOOL}(?:[ -](?:интернат\w?|гимнази\w|лице\w{{1,2}}|искусств))?(?: ?(?:№|n|no\.|номер)|"
        rf"[ -]) ?(?:{_NUMBER}(?:[ ,]{{1,2}}(?:{_QUOTED}|{_NAMED}))?|{_NAMED}|{_QUOTED})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,])(?:№ ?)?\d{{1,3}}[- ]?(?:й|я|ая|ой|ую|ю|ом|м|го|чи|ші|шы|чы|inchi|нчи|son|сон|санлуу|th|st|"
        rf"nd|rd|-сонли|sonli|сонли|-sonli)?[- ]{_SCHOOL}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)(?:{_CAP} атындагы |{_CAP} атындағы |{_CAP} nomidagi |{_CAP} номидаги |ба номи {_CAP} )(?:орто |"
        rf"жалпы |№ ?\d+ )?(?i:{_SCHOOL})(?!\w)"
    ),
    re.compile(rf"(?<!\w){_QUOTED} ?(?i:{_SCHOOL})(?!\w)"),
    re.compile(rf"(?<!\w)(?i:{_SCHOOL}) (?:в селе |имени )?{_CAP} (?i:№ ?\d{{1,3}})"),
)
_TAUGHT = re.compile(
    r"(?<!\w)(?i:студент\w{0,4}|аспирант\w{0,4}|магистр\w{0,4}|преподавател\w{1,4}|преподает|преподаёт|профессор\w{0,2}|"
    r"учится|училась|учился|закончил\w?|окончил\w?|выпускни\w{1,4}|talaba\w{0,3}|талаба\w{0,3}|донишҷӯи)"
    r"[ ,:]{1,2}(?:(?:в|из|во) )?(?P<where>(?=\w{0,6}[А-ЯA-Z]{2})[А-ЯA-Z][а-яёА-ЯЁ]{0,3}[А-ЯЁ]{1,4}(?!\w))"
)
"""A university by its letters: they are many, and none is told by them alone."""
_NO_SCHOOL = frozenset({"КР", "РК", "РФ", "РТ", "РУЗ", "США", "СССР", "СНГ", "ЕС", "ОАЭ", "МВД", "ПТУ", "ООН"})
_FIRM = (
    r"(?:тоо|осоо|osoo|ооо|оао|зао|пао|ао|чп|ип|кх|к/х|ocoo|осо|ммж|мчж|mchj|жшс|жчк|жак|ҷдмм|чдмм|ltd|llc|тжк|"
    r"фирм[аеуыо]\w?|компани[яиюей]\w?|предприяти\w{1,2}|завод\w{0,2}|фабрик\w{1,2}|"
    r"стройфирм\w|комбинат\w{0,2}|цех\w{0,2}|агентств\w{1,2}|турфирм\w|кафе|кафешк\w|ресторан\w{0,2}|"
    r"столов\w{2,3}|чайхан\w{1,2}|чайхона\w{0,2}|choyxona\w{0,3}|ошкана\w{0,2}|асхана\w{0,2}|oshxona\w{0,3}|"
    r"ошхона\w{0,3}|бар\w?|закусочн\w{2}|шашлычн\w{2}|пекарн\w{1,2}|нонвойхона\w?|новвойхона\w?|магазин\w{0,2}|"
    r"маг\.|супермаркет\w{0,2}|мини-?маркет\w{0,2}|тц|трц|гостиниц\w{1,2}|отел[ьея]\w?|хостел\w{0,2}|"
    r"мейманкана\w?|"
    r"автомойк\w{1,2}|мойк[аеи]|сто|аптек\w{1,2}|салон\w{0,2}|парикмахерск\w{2}|швейк[аеуи]|ателье|ферм[аеуы]|"
    r"хозяйств\w{1,2}|совхоз\w{0,2}|колхоз\w{0,2}|теплиц\w{1,2}|кирпичн\w{2} завод\w{0,2}|стройк[аеуи]|"
    r"такси|автобаз\w{1,2}|бюро|студи\w{1,2}|клуб\w{0,2}|банк\w{0,2}|firma\w{0,3}|kompaniya\w{0,3}|korxona\w{0,3}|"
    r"фирмаси\w{0,2}|фирмасы\w{0,2}|ширкат\w{0,2}|ширкати|кафеси\w{0,2}|кафесі\w{0,2}|kafe\w{0,3}|restoran\w{0,3}|"
    r"do'kon\w{0,3}|дүкөнү\w{0,3}|дүкені\w{0,3}|дӯкони|cafe|café|restaurant|bakery|hotel|company|firm|factory|"
    r"shop|farm|teahouse|store|workshop|bar)"
)
_FIRM_NAMED = (
    r"(?:тоо|осоо|osoo|ооо|оао|зао|ип|чп|к/х|кх|жшс|жчк|мчж|mchj|ҷдмм|чдмм|кафе|ресторан\w{0,2}|чайхан\w{1,2}|"
    r"чайхона\w?|choyxona|столов\w{2,3}|фирм[аеуыо]\w?|компани[яиюей]\w?|магазин\w{0,2}|гостиниц\w{1,2}|"
    r"отел[ьея]\w?|пекарн\w{1,2}|автомойк\w{1,2}|кафеси|cafe|café|restaurant|bakery|hotel|company|teahouse|"
    r"ресторани|кафеи|чойхонаи|ширкати|фирмаи)"
)
_NO_NAME = (
    r"(?!(?:В|На|И|Но|Он|Она|Они|Там|Где|Не|По|Из|Мы|Я|За|От|До|Без|С|У|К|О|А|Казахстан\w*|Кыргызстан\w*|"
    r"Узбекистан\w*|Таджикистан\w*|Росси\w+|Алмат\w+|Бишкек\w*|Ош\w{0,2}|Астан\w+|"
    r"Шымкент\w*|Ташкент\w*|Москв\w+|The|In|Near|And|Who|Where|Kazakh\w*|Kyrgyz\w*|Uzbek\w*|Душанбе|Худжанд\w*|"
    r"Караганд\w+|Тараз\w*|РК|КР|РФ|РУз|РТ)(?!\w))"
)
_LEGAL = r"(?i:тоо|осоо|osoo|ооо|оао|зао|жшс|жчк|мчж|mchj|ҷдмм|чдмм|ип|чп|к/х|кх)"
_FIRMS = (
    re.compile(rf"(?<!\w)(?:{_FIRM}) {{0,2}}(?:№ ?\d{{1,4}}|{_QUOTED}(?: ?№ ?\d{{1,3}})?)", re.IGNORECASE),
    re.compile(
        rf"(?<!\w){_QUOTED} ?-?(?i:тоо|жшс|осоо|ооо|жчк|мчж|mchj|кафеси\w{{0,3}}|кафесі\w{{0,3}}|kafesi\w{{0,3}}|"
        rf"kafe|кафе|cafe|фирмасы\w{{0,3}}|фирмаси\w{{0,3}}|firmasi\w{{0,3}}|компаниясы\w{{0,3}}|"
        rf"kompaniyasi\w{{0,3}}|ресторан\w{{0,4}}|restaurant|company|firm|"
        rf"чайхана\w{{0,4}}|choyxona\w{{0,4}}|дүкөнү\w{{0,3}}|дүкені\w{{0,3}}|do'koni\w{{0,3}}|bakery|hotel|shop|"
        rf"ошканасы\w{{0,3}}|асханасы\w{{0,3}}|oshxonasi\w{{0,3}}|цех\w{{0,4}}|завод\w{{0,4}}|брига\w{{0,5}}|"
        rf"factory|farm|мчж\w{{0,3}}|llc|ltd)(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?i:{_FIRM_NAMED}) {_NO_NAME}{_CAP}(?:[ -]{_CAP}){{0,2}}"),
    re.compile(rf"(?<!\w){_LEGAL} (?:{_CAP}(?:[ -]{_CAP}){{0,2}}|[\w-]{{3,24}})", re.UNICODE),
    re.compile(
        rf"(?<!\w){_CAP}(?:[ -]{_CAP})? (?:кафеси\w{{0,3}}|кафесі\w{{0,3}}|kafesi\w{{0,3}}|cafe|Cafe|café|Café|"
        rf"restaurant|Restaurant|фирмасы\w{{0,3}}|фирмаси\w{{0,3}}|firmasi\w{{0,3}}|чайханасы\w{{0,3}}|"
        rf"choyxonasi\w{{0,3}}|LLC|Ltd|МЧЖ|MCHJ|ЖШС|ЖЧК|"
        rf"ресторанынд\w{{1,3}}|дүкөнүнд\w{{1,2}}|Bakery|bakery|Hotel|hotel|teahouse|Teahouse|"
        rf"мейманканасы\w{{0,3}})(?!\w)"
    ),
)
_BY_NAME = _FIRMS[2]
_OWNER = re.compile(rf"(?<!\w){company.OWNERS.pattern} $", re.IGNORECASE)
_BEFORE = 16
_BRIGADE = re.compile(
    rf"(?<!\w)(?i:бригад[аеуыо]\w?|brigada\w{{0,3}}|brigade|бригадаи|звен[оае]|смен[аеы]|"
    rf"отряд\w?) (?:(?i:№ ?\d{{1,3}}|номер \d{{1,3}}|no\.? ?\d{{1,3}}|\"[^\"\n]{{2,30}}\")|"
    rf"{_NO_NAME}[A-ZА-ЯЁҚӨҮ][\w-]{{2,24}}(?:а|я|ова|ева|и|ы)(?!\w))"
    rf"|(?<![\w.,])\d{{1,3}}[- ](?:я |ой |й |ю |ую )?(?i:бригад[аеуы]\w?|brigada\w{{0,3}}|бригада\w{{0,3}})(?!\w)|"
    rf"(?<!\w){_QUOTED} (?i:бригад\w{{1,5}}|brigada\w{{0,3}})"
)
_GENERAL = re.compile(
    r"^(?:сад|бар|банк|клуб|сто|бюро|такси|цех|салон|стройк|смен|отряд|звен|больниц|поликлиник|роддом|госпитал|"
    r"университет|институт|академи|hospital|clinic|institut|universitet)\w{0,2} \d",
    re.IGNORECASE,
)
_SCHOOL_YEARS = re.compile(
    r"^\d{1,3}[- ]?(?:школ(?:|ы|ах|ам|ами)|schools?|колледж(?:а|ей)|лице(?:я|ев)|детск\w+ сад(?:а|ов|ах)|"
    r"садик(?:а|ов)|сад(?:а|ов))$",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Found]:
    """Places of learning and work that have a name."""
    for pattern in (*_SCHOOLS, *_FIRMS, _BRIGADE):
        for match in pattern.finditer(text):
            found = match.group()
            if _GENERAL.match(found) or _SCHOOL_YEARS.match(found):
                continue
            if pattern is not _BY_NAME or not _OWNER.search(text, max(0, match.start() - _BEFORE), match.start()):
                yield Found(match.start(), match.start() + len(found.rstrip(" ,.;")), Kind.SCHOOL_OR_WORKPLACE)
    for match in _TAUGHT.finditer(text):
        if match["where"].upper() not in _NO_SCHOOL:
            yield Found(*match.span("where"), Kind.SCHOOL_OR_WORKPLACE)
