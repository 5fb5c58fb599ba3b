"""The names one branch goes by, from the official one to what colleagues say."""

from fictional.model import Branch


def official(full_name: str, form: str) -> str:
    """The register's own way of writing names that begin with 中共."""
    return full_name.replace("中共", "中国共产党", 1) if form == "china" else full_name


def full_name(organ: str, branch: Branch, form: str) -> str:
    """`committee`: the branch's committee stands for the branch, as on its seal."""
    ending = "委员会" if form == "committee" and branch.committee else ""
    return official(f"中共{organ}{branch.name}{ending}", form)


def spell_branch(organ: str, branch: Branch, words: str, form: str) -> str:
    """One of the four ways a column may name the branch."""
    if words == "full":
        return full_name(organ, branch, form)
    if words == "party":
        return branch.name.replace("支部", "党支部")
    return branch.alias if words == "alias" else branch.name
