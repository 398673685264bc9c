from django.urls import path

from wiz.letters import administration, views

LETTER = "brieven/<int:pk>/"

urlpatterns = [
    path("clienten/<int:pk>/brieven/", views.letters, name="letters"),
    path(LETTER, views.letter, name="letter"),
    path(LETTER + "pdf/", views.letter_pdf, name="letter_pdf"),
    path(LETTER + "verstuurd/", views.letter_send, name="letter_send"),
    path(LETTER + "verbeteren/", views.letter_correct, name="letter_correct"),
    path(LETTER + "vervallen/", views.letter_drop, name="letter_drop"),
    path("beheer/brieven/", administration.letter_texts, name="letter_texts"),
    path("beheer/brieven/<slug:key>/", administration.letter_text, name="letter_text"),
    path("beheer/brieven/<slug:key>/voorbeeld/", administration.letter_text_pdf, name="letter_text_pdf"),
    path("beheer/brieven/<slug:key>/standaard/", administration.letter_text_reset, name="letter_text_reset"),
    path(
        "beheer/brieven/<slug:key>/versies/<int:number>/",
        administration.letter_text_version,
        name="letter_text_version",
    ),
    path("beheer/huisstijl/<int:pk>/", administration.house_style, name="house_style"),
    path("beheer/huisstijl/<int:pk>/voorbeeld/", administration.house_style_pdf, name="house_style_pdf"),
    path("beheer/huisstijl/<int:pk>/logo/", administration.house_style_logo, name="house_style_logo"),
]
