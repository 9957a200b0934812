"""The option of every command that writes something for somebody: for whom."""

import click

from tracker.domain.design import PROFILES

PROFILE = click.option("--profile", type=click.Choice(list(PROFILES)), help="Audience; legal by default.")
