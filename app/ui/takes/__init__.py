"""The takes: their list, their cards, the path that led to a take, and hearing one."""

from app.ui.takes.card_order import CardOrder, Order
from app.ui.takes.listening import Listening
from app.ui.takes.panel import TakesPanel
from app.ui.takes.view import TakesView

__all__ = ["CardOrder", "Listening", "Order", "TakesPanel", "TakesView"]
