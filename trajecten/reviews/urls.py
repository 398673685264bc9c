from django.urls import path

from trajecten.reviews import views

urlpatterns = [
    path("beoordelen/", views.reviews, name="reviews"),
    path("beoordelen/<int:pk>/", views.review, name="review"),
    path("ontheffingen/<int:pk>/intrekken/", views.exemption_revoke, name="exemption_revoke"),
]
