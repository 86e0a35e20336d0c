"""Opens what `asparagate convert` writes as h5ad and h5 with the programs that others read it with.

Usage: h5ad_test.py ASPARAGATE
"""
import os
import subprocess
import sys
import tempfile

import anndata
import h5py
import numpy

STRATEGY = """[strategy]
name = "small"
[population."/Cells"]
gate = "range"
x = "FSC-A"
min = 100
[population."/Cells/T"]
gate = "range"
x = "CD3"
min = 1000
"""


def convert(*arguments):
    subprocess.run([sys.argv[1], "convert", "-q", *arguments], check=True)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("strategy.toml", "w") as file:
        file.write(STRATEGY)
    with open("in.csv", "w") as file:
        file.write("FSC-A,FITC-A :: CD3,Time\n")
        for event in range(1000):
            file.write(f"{event},{2 * event + 0.1},{event / 10}\n")
    convert("in.csv", "in.fcs")
    convert("in.fcs", "all.h5ad", "--strategy", "strategy.toml")
    convert("in.fcs", "t.h5ad", "--strategy", "strategy.toml", "--population", "/Cells/T")
    convert("in.fcs", "all.h5", "--strategy", "strategy.toml")

    data = anndata.read_h5ad("all.h5ad")
    assert data.shape == (1000, 3), data
    assert data.X.dtype == numpy.float32
    assert list(data.var_names) == ["FSC-A", "FITC-A", "Time"]
    assert list(data.var["marker"]) == ["", "CD3", ""]
    assert list(data.var["type"]) == ["scatter", "fluorescence", "time"]
    assert data.X[10, 1] == numpy.float32(20.1)
    assert data.obs["Cells"].dtype == bool and data.obs["Cells"].sum() == 900
    assert data.obs["Cells|T"].sum() == 500, data.obs["Cells|T"].sum()
    assert data.uns["keywords"].loc["$P2S", "value"] == "CD3"
    assert len(data.uns["provenance"]["input_sha256"]) == 64
    data.write_h5ad("again.h5ad")

    cells = anndata.read_h5ad("t.h5ad")
    assert cells.shape == (500, 3)
    assert list(cells.obs_names[:2]) == ["500", "501"]
    assert cells.obs["original_event"].iloc[0] == 500
    assert cells.X[0, 0] == 500

    with h5py.File("all.h5") as file:
        assert file.attrs["schema"] == "asparagate.events/1"
        assert file["events"].shape == (1000, 3)
        assert file["populations/paths"].asstr()[1] == "/Cells/T"
        assert file["populations/1"][:].sum() == 500
    print("h5ad and h5 open")
