"""The shipped reference data as the program reads it."""

from fieldkit.services import reference


def test_codes_say_how_they_count():
    lists = reference.load().lists
    assert lists["payment_nature"]["extortion"].counts_as == "money_lost"
    assert lists["payment_nature"]["statutory_fee"].counts_as == "none"
    assert lists["payment_status"]["owed"].counts_as == "private_loss"
    assert lists["payment_status"]["unknown"].counts_as == "none"


def test_headings_are_told_from_answers():
    natures = reference.load().lists["payment_nature"]
    assert natures["irregular_official"].heading
    assert not natures["extortion"].heading
    assert natures["extortion"].parent == "irregular_official"


def test_labels_fall_back_to_english_then_to_the_code():
    found = reference.load()
    assert found.label("actor", "police", "ru") == "Полиция, милиция"
    assert found.label("actor", "police", "kk") == "Police, militia"
    assert found.label("actor", "nobody", "ru") == "nobody"
    assert found.label("no_list", "nobody", "ru") == "nobody"
    assert found.site_label("kz_almaty", "en") == "Almaty"


def test_only_rules_that_name_citizens_and_days_are_used():
    rules = {rule.rule: rule for rule in reference.load().deadlines}
    assert rules["kz_register_5_uz"].applies_to == ("UZ",)
    assert (rules["kz_register_5_uz"].host, rules["kz_register_5_uz"].days) == ("KZ", 5)
    assert rules["kz_register_5_uz"].topic == "register"
    assert all(rule.as_of and rule.source and rule.confidence for rule in rules.values())
    assert rules["kz_stay_90_visa_free"].applies_to == ("TJ", "KG", "BY", "RU")
    assert rules["kg_stay_60"].applies_to == ("UZ", "JP")
    for unclear in (
        "kz_stay_90_uz",
        "kz_register_5_all",
        "kz_register_air",
        "kg_stay_90_border",
        "kz_replace_specialist",
    ):
        assert unclear not in rules


def test_is_read_once():
    assert reference.load() is reference.load()
