from django.urls import path

from trajecten.childcare import views

OF_CLIENT = "clienten/<int:pk>/kinderopvang/"
REQUEST = "kinderopvang/<int:pk>/"
# What happens to a request: the word in the address, by the name of the move.
WORDS = {
    "offer_asked": "offerte-gevraagd",
    "offer": "offerte",
    "data": "gegevens",
    "data_received": "gegevens-binnen",
    "extend": "verlengen",
    "advance": "voorschot",
    "start": "gestart",
    "end": "beeindigen",
    "owner": "eigenaar",
    "withdraw": "intrekken",
}

urlpatterns = [
    path(OF_CLIENT, views.childcare, name="childcare"),
    path(OF_CLIENT + "aanvragen/", views.childcare_add, name="childcare_add"),
    path(REQUEST, views.childcare_request, name="childcare_request"),
    path(REQUEST + "wijzigen/", views.childcare_change, name="childcare_change"),
    path(REQUEST + "besluit/", views.childcare_decide, name="childcare_decide"),
    *[
        path(f"{REQUEST}{word}/", views.childcare_move, {"move": move}, name=f"childcare_{move}")
        for move, word in WORDS.items()
    ],
    path("activiteiten/<int:pk>/geen-opvang-nodig/", views.childcare_not_needed, name="childcare_not_needed"),
    path("activiteiten/<int:pk>/toch-opvang/", views.childcare_needed, name="childcare_needed"),
]
