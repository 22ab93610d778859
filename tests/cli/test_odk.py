"""`fieldkit export odk` and `import odk`: shapes, words and exit codes."""

from tests.command import Office
from tests.unit.odk import encryptor
from tests.unit.odk.encryptor import Encrypted

ID = "uuid:aaaaaaaa-0000-4000-8000-000000000001"
OTHER = "uuid:aaaaaaaa-0000-4000-8000-000000000002"


def visit(instance_id, note="quiet", more=""):
    return (
        f"<data id='visit'>{more}<close><monitor_note>{note}</monitor_note></close>"
        f"<meta><instanceID>{instance_id}</instanceID></meta></data>"
    )


def put(root, **documents):
    for name, document in documents.items():
        folder = root / "instances" / name
        folder.mkdir(parents=True)
        (folder / "submission.xml").write_text(document, "utf-8")
    return root


def test_what_one_office_writes_another_takes_in(office: Office, own: Office, tmp_path) -> None:
    done = office.do("export", "odk", "--out", tmp_path / "odk")
    assert (done["records"], done["encrypted"], done["forms"]) == (2, False, ["interview_short"])
    assert done["left_out"] == {"returned": 1}
    taken = own.do("import", "odk", tmp_path / "odk")
    assert {name: taken[name] for name in ("new", "updated", "identical", "conflicts", "refused")} == {
        "new": 2,
        "updated": 0,
        "identical": 0,
        "conflicts": 0,
        "refused": [],
    }
    assert taken["unknown_fields"] == []
    again = own.do("import", "odk", tmp_path / "odk")
    assert (again["new"], again["identical"]) == (0, 2)
    record = taken["receipts"][0]["record"]
    ours, theirs = office.do("record", "show", "R-1"), own.do("record", "show", record)
    assert ours["sections"] == theirs["sections"]
    assert theirs["state"] == "submitted"


def test_the_export_says_that_it_is_open(office: Office, tmp_path) -> None:
    said = office.say("export", "odk", "--out", tmp_path / "odk")
    assert (said.code, said.out.splitlines()[0]) == (0, str(tmp_path / "odk"))
    assert "not encrypted" in said.err
    assert "Left out, returned: 1" in said.out
    assert office.run("export", "odk", "--out", tmp_path / "odk").refused == "file.exists"
    assert office.run("export", "odk", "--out", tmp_path / "x", "--form", "nothing").refused == "form.unknown"


def test_an_import_tells_what_is_odd(own: Office, tmp_path) -> None:
    folder = put(tmp_path, good=visit(ID, more="<weather>rain</weather>"), bad="<broken")
    (folder / "instances" / "good" / "photo.jpg").write_bytes(b"picture")
    said = own.say("import", "odk", folder)
    assert said.code == 1
    assert said.out.startswith("New records: 1\n")
    assert "/data/weather is no question of the questionnaire and was left out of 1 record." in said.out
    assert (
        "1 file that lies beside the submissions was left behind: no answer names it, or it cannot be kept." in said.out
    )
    assert "taken in although answers are missing" in said.out
    assert said.err.startswith("bad: The folder does not hold one submission")
    done = own.run("import", "odk", put(tmp_path / "2", changed=visit(ID, "loud"), other=visit(OTHER)))
    assert done.code == 1
    assert done.json["refused"] == [{"what": "changed", "code": "odk.conflict", "ref": ""}]
    assert (done.json["new"], done.json["conflicts"]) == (1, 1)
    assert {each["what"]: each["receipt"] for each in done.json["receipts"]} == {"changed": "conflict", "other": "new"}
    left = own.do("import", "odk", put(tmp_path / "3", one=visit(ID)), "--form", "interview")
    assert (left["other_forms"], left["receipts"]) == (1, [])


def test_encrypted_submissions_need_their_key(own: Office, tmp_path) -> None:
    Encrypted("visit", visit(ID).encode(), instance_id=ID).put(tmp_path / "instances" / "one")
    locked, phrase = tmp_path / "locked.pem", tmp_path / "phrase"
    locked.write_bytes(encryptor.pem("тайна"))
    phrase.write_text("тайна\n", "utf-8")
    without = own.run("import", "odk", tmp_path)
    assert [each["code"] for each in without.json["refused"]] == ["odk.key_needed"]
    assert "--private-key" in without.err
    assert own.run("import", "odk", tmp_path, "--private-key", locked).refused == "odk.key_locked"
    assert own.run("import", "odk", tmp_path, "--private-key", phrase).refused == "odk.bad_key"
    given = ("--private-key", locked, "--key-passphrase-file", phrase)
    assert own.do("import", "odk", tmp_path, *given)["new"] == 1


def test_a_folder_without_submissions_is_refused(own: Office, tmp_path) -> None:
    assert own.run("import", "odk", tmp_path / "absent").refused == "file.missing"
    (tmp_path / "empty").mkdir()
    assert own.run("import", "odk", tmp_path / "empty").refused == "odk.nothing_found"
