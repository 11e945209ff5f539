"""The takes: their list, how a card looks, and how a take is heard."""

from app.ui.takes.card_order import Arrangement, Order
from app.ui.takes.listening import Listening
from app.ui.takes.panel import TakesPanel
from app.ui.takes.view import TakesView

__all__ = ["Arrangement", "Listening", "Order", "TakesPanel", "TakesView"]
