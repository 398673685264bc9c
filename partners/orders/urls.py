from django.urls import path

from partners.orders import views

urlpatterns = [
    path("clienten/<int:pk>/opdracht/", views.order_add, name="order_add"),
    path("opdrachten/", views.orders, name="orders"),
    path("opdrachten/<int:pk>/", views.order, name="order"),
    path("opdrachten/<int:pk>/einddatum/", views.order_extend, name="order_extend"),
    path("opdrachten/<int:pk>/pauzeren/", views.order_pause, name="order_pause"),
    path("opdrachten/<int:pk>/hervatten/", views.order_resume, name="order_resume"),
    path("opdrachten/<int:pk>/beeindigen/", views.order_end, name="order_end"),
    path("opdrachten/<int:pk>/coach/", views.order_coach, name="order_coach"),
]
