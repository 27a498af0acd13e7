"""Which names of the inbox are left to the programs and systems that made them."""

import pytest

from adapters.files.inbox_names import is_left_file, is_left_folder, is_open, owned_name

RECYCLE_BINS = (
    *("#recycle", "@Recycle", "@recycle", "$RECYCLE.BIN", "RECYCLER", "Recycled", "Recycle Bin"),
    *("_NAS_Recycle_RAID", "nas_recycle_bin", "trashbox", "Trash-1000", ".Trash-1000", ".Trashes"),
    *(".recycle", "回收站", "#回收站", "Network Trash Folder"),
)
KEPT_BY_SYSTEMS = (
    *("@eaDir", "@tmp", "#snapshot", "@Recently-Snapshot", "~snapshot", ".snapshot", "lost+found"),
    *("System Volume Information", "found.000", "$Extend", ".stversions", ".@__thumb"),
    *("六月.xlsx.sb-1a2b3c4d-AbCdEf", "(A Document Being Saved By Microsoft Excel)"),
    "六月.xlsx.download",
)


@pytest.mark.parametrize("name", RECYCLE_BINS + KEPT_BY_SYSTEMS)
def test_recycle_bins_and_folders_of_systems_are_left_alone(name: str) -> None:
    assert is_left_folder(name)


@pytest.mark.parametrize(
    "name",
    [
        *("ZB01", "保密", "退回", "@六月", "#1 六月", "$六月", "_六月", "~六月", "六月@终稿"),
        *("回收旧桌椅", "回收站建设", "Recycle报告", "trash talk", "snapshots of 2026", "temp"),
        *("六月.downloads", "下载", "Tmp", "found.me"),
    ],
)
def test_folders_of_clerks_with_similar_names_are_not(name: str) -> None:
    assert not is_left_folder(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "六月.xlsx:Zone.Identifier",
            "六月.xlsx\uf03aZone.Identifier",
            "六月.xlsxZone.Identifier",
        ),
        *("六月.xlsx:Zone.Identifier:$DATA", "六月.xlsx:AFP_AfpInfo", "六月.xlsx:SmartScreen"),
        *("六月.xlsx:com.apple.quarantine", "六月.xlsx@SynoEAStream", "六月.xlsx@SynoResource"),
        *("Icon\r", "Icon\uf00d", "desktop.ini", "Thumbs.db", "ehthumbs_vista.db", "THUMBS.DB"),
        *(".DS_Store", "._六月.xlsx", ":2eDS_Store", ".隐藏.xlsx", ".syncthing.六月.xlsx.tmp"),
        *("六月.xlsx.crdownload", "六月.xlsx.part", "六月.xlsx.partial", "六月.xlsx.opdownload"),
        *("六月.xlsx.xltd", "六月.xlsx.td.cfg", "六月.xlsx.baiduyun.p.downloading"),
        *("六月.xlsx.filepart", "六月.xlsx.aria2", "六月.xlsx.!sync", "六月.xlsx.nextcloud"),
        *("~$六月.xlsx", ".~六月.xlsx", ".~lock.六月.xlsx#", "~WRL0001.tmp", "ED4A9F10"),
        *("~syncthing~六月.xlsx.tmp", "六月.XLSX.TMP", "六月.xlsx.sb-1a2b3c4d-AbCdEf"),
        *(
            "六月.xlsx~",
            "六月.xlsx.bak",
            "备份 六月.xlk",
            "备份属于 六月.wbk",
            "六月.asd",
            "六月.xar",
        ),
        *("#六月.xlsx#", ".#六月.xlsx"),
    ],
)
def test_what_programs_leave_and_have_not_finished_is_left_alone(name: str) -> None:
    assert is_left_file(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "六月@终稿.xlsx",
            "#1 六月.xlsx",
            "#六月.xlsx",
            "$六月.xlsx",
            "~六月.xlsx",
            "六月~终稿.xlsx",
        ),
        *(
            "备份 六月.xlsx",
            "六月 副本.xlsx",
            "六月.bak.xlsx",
            "六月.tmp.xlsx",
            "Backup of 六月.xlsx",
        ),
        *("20260601", "ED4A9F1", "ed4a9f10", "ED4A9F10.xlsx", "Icon", "icon.xlsx", "temp", "bak"),
        *(
            "六月: 报表.xlsx",
            '六月:*?"<>|.xlsx. ',
            "Zone.Identifier说明.xlsx",
            "六月.lnk",
            "六月.td.xlsx",
        ),
        "六月 (SFConflict a@b.c 2026-07-01-10-00-00).xlsx",
        "六月.sync-conflict-20260701-100000-ABCDEFG.xlsx",
        "六月 (conflicted copy 2026-07-01 100000).xlsx",
        "六月(坚果云冲突 - 张三 - 2026-07-01).xlsx",
        "六月-DESKTOP01.xlsx",
        "六月.xlsx.sb-1",
        "六月\nbak.xlsx",
    ],
)
def test_files_of_clerks_are_not_whatever_they_are_called(name: str) -> None:
    assert not is_left_file(name)


@pytest.mark.parametrize(
    ("owner", "file"),
    [
        ("~$六月.xlsx", "六月.xlsx"),  # Excel, WPS
        (".~六月.et", "六月.et"),  # WPS
        (".~lock.六月.ods#", "六月.ods"),  # LibreOffice, OnlyOffice
        ("~$六月.XLSX", "六月.xlsx"),  # a share that knows no case
        ("~$Cafe\u0301.xlsx", "Caf\u00e9.xlsx"),  # macOS takes letters apart
        ("~$习签到表.docx", "学习签到表.docx"),  # Word leaves out one character
        ("~$份学习签到表.docx", "六月份学习签到表.docx"),  # and of longer names two
    ],
)
def test_an_owner_file_tells_which_file_is_open(owner: str, file: str) -> None:
    assert is_open(file, {owned_name(owner)})


@pytest.mark.parametrize(
    ("owner", "file"),
    [
        ("~$六月.xlsx", "七月.xlsx"),
        ("~$月.xlsx", "六月.xlsx"),  # only Word shortens names
        ("六月.xlsx", "六月.xlsx"),
        (".隐藏.xlsx", "隐藏.xlsx"),
    ],
)
def test_it_tells_nothing_of_other_files(owner: str, file: str) -> None:
    assert not is_open(file, {owned_name(owner)} - {""})
