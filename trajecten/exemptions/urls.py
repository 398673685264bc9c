from django.urls import path

from trajecten.exemptions import asking, peers, views

CLIENT = "clienten/<int:pk>/ontheffing/"
ONE = "ontheffingen/<int:pk>/"

urlpatterns = [
    path(CLIENT, views.exemptions, name="exemptions"),
    path(CLIENT + "vragen/", asking.exemption_ask, name="exemption_ask"),
    path(ONE, views.exemption, name="exemption"),
    path(ONE + "wijzigen/", asking.exemption_change, name="exemption_change"),
    path(ONE + "verlengen/", asking.exemption_renew, name="exemption_renew"),
    path(ONE + "indienen/", views.exemption_submit, name="exemption_submit"),
    path(ONE + "terughalen/", views.exemption_take_back, name="exemption_take_back"),
    path(ONE + "aanvraag-intrekken/", views.exemption_withdraw, name="exemption_withdraw"),
    path(ONE + "loopt-af/", views.exemption_let_end, name="exemption_let_end"),
    path(ONE + "bekeken/", views.exemption_look_again, name="exemption_look_again"),
    path(ONE + "bekeken/ongedaan/", views.exemption_look_again_undo, name="exemption_look_again_undo"),
    path(ONE + "afspreken/", views.exemption_agree, name="exemption_agree"),
    path(ONE + "collegas/", peers.exemption_ask_peers, name="exemption_ask_peers"),
    path("ontheffingen/afspraken/<int:pk>/", views.meanwhile_settle, name="meanwhile_settle"),
    path("ontheffingen/meningen/<int:pk>/", peers.opinion_answer, name="opinion_answer"),
    path("ontheffingen/meningen/<int:pk>/vervalt/", peers.opinion_withdraw, name="opinion_withdraw"),
    path("ontheffingen/bijlagen/<uuid:key>/", views.exemption_document, name="exemption_document"),
    path(
        "ontheffingen/bijlagen/<int:pk>/weghalen/",
        views.exemption_document_remove,
        name="exemption_document_remove",
    ),
]
