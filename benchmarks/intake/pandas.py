"""The intake that most people write: pandas[openpyxl], pandera, to_sql, in one process.

It reads, checks columns and one rule, and appends to a table. It knows no seals, no roster, no
earlier reports, no receipts and no archive, and it forgets files when it is killed.
"""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pandas as pd
import pandera.pandas as pa  # type: ignore[import-not-found]  # only in the bench's environment
from sqlalchemy import Engine, create_engine

_KINDS = ["集中学习", "专题讲座", "形势报告", "上党课", "个人自学", "其他"]
_TOPICS = ["作风建设", "廉洁从政", "会议精神", "警示教育", "其他"]
_FIRST, _LAST = pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 12, 31)
_COUNT = pa.Check.in_range(0, 500)

SCHEMA = pa.DataFrameSchema(
    {
        "编号": pa.Column(str, pa.Check.str_length(1, 20), unique=True),
        "学习日期": pa.Column("datetime64[ns]", pa.Check.in_range(_FIRST, _LAST)),
        "学习形式": pa.Column(str, pa.Check.isin(_KINDS)),
        "学习专题": pa.Column(str, pa.Check.isin(_TOPICS)),
        "学习内容": pa.Column(str, pa.Check.str_length(10, 500)),
        "学习地点": pa.Column(str, pa.Check.str_length(0, 50), nullable=True),
        "主持人": pa.Column(str, pa.Check.str_length(1, 20)),
        "学时（小时）": pa.Column(float, pa.Check.in_range(0.5, 16)),
        "应到人数": pa.Column(float, _COUNT),
        "实到人数": pa.Column(float, _COUNT),
        "缺席人数": pa.Column(float, _COUNT),
        "补学日期": pa.Column("datetime64[ns]", nullable=True),
    },
    checks=pa.Check(lambda df: df["应到人数"] == df["实到人数"] + df["缺席人数"]),
    coerce=True,
)


def take_in(files: Sequence[Path], database: Path) -> int:
    """Read, check and store the files; return how many rows were accepted."""
    engine = create_engine(f"sqlite:///{database}")
    accepted = sum(_take_in(file, engine) for file in files)
    engine.dispose()
    return accepted


def _take_in(file: Path, engine: Engine) -> int:
    try:
        frame = pd.read_excel(file, header=3, nrows=100, engine="openpyxl")
    except (zipfile.BadZipFile, zlib.error, ParseError):
        return 0
    frame = frame.dropna(how="all").rename(columns=lambda name: name.strip("*"))
    try:
        checked = SCHEMA.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        faults = error.failure_cases.astype(str).assign(file=file.name)
        faults.to_sql("faults", engine, if_exists="append", index=False)
        return 0
    checked.assign(file=file.name).to_sql("rows", engine, if_exists="append", index=False)
    return len(checked)
