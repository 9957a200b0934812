"""The --for option of every command that writes a file for an audience."""

import click

from tracker.domain.design import PROFILES

PROFILE = click.option("--profile", type=click.Choice(list(PROFILES)), help="Audience; legal by default.")
