# ruff: noqa: SIM905
"""Invented names, as varied as a Dutch city. Any likeness to a real person is chance."""

import random
import unicodedata
from dataclasses import dataclass

# (share, women, men, last names as "prefix|name" or "name"). The grouping only keeps first and last names together.
POOLS: list[tuple[int, str, str, str]] = [
    (
        46,
        "Anouk Marieke Sanne Chantal Esther Ilse Kim Linda Manon Renée Petra Wendy Miranda Daniëlle Loes Femke Iris"
        " Patricia Saskia Natasja Bianca Joyce Lieke Noortje Denise Mireille Ingrid Tamara Zoë Josée Marleen Debby",
        "Jeroen Bart Sander Wim Henk Patrick Dennis René Marco Rob Sjoerd Thijs André Ruud Peter Jos Martijn Niels"
        " Erwin Giel Pierre Michaël Tom Léon Huub Stefan",
        "van|Leeuwen de|Graaf van der|Velden van den|Boom Bakermans Smeets Janssen de|Wit Hermans van|Rooij Peeters"
        " ter|Horst Kuipers van 't|Hof Wolters in 't|Veld op den|Kamp Mulder Vroomen Coenen Dijkstra Postma Habets"
        " Schreurs van|Ginneken Hoekstra te|Boekhorst Willems van de|Laar Goossens Zeevaart L'Ortye Brouns Timmerman"
        " Verhoeven Nijsten de|Rooy Ramaekers Bos Brandsma Geurtsen Korsten",
    ),
    (
        11,
        "Fatima Naima Samira Khadija Hanane Nadia Soumaya Ikram Malika Loubna Rachida Karima",
        "Mohamed Youssef Rachid Hassan Said Abdelkader Karim Mustapha Bilal Nordin",
        "El|Idrissi Bouzidi El|Amrani Benali Haddouchi Ait|Messaoud Chaoui El|Khattabi Boulahcen Azzouzi Tahiri Ouali",
    ),
    (
        9,
        "Ayşe Fatma Elif Zeynep Gülsüm Hülya Emine Özlem Songül Derya",
        "Mehmet Mustafa Hüseyin Emre Murat Ömer Kemal Serkan",
        "Yıldız Öztürk Kaya Demirci Şahin Arslan Koç Çelikbaş Aydoğan Güneş",
    ),
    (
        8,
        "Sharmila Cheryl Indra Shanti Natasha Wilma Sandhia Jacintha Muriël",
        "Ricardo Glenn Rajesh Orlando Dewin Soerin Clyde Romano",
        "Ramdien Sital Biervliet Pinas Mahabir Jubitana Kartosen Zeefuik Ramlal Vreden",
    ),
    (
        6,
        "Shurlaine Jahaira Mirelva Rosaura Gisèle Lisandra Aurelia",
        "Jairo Quincy Rudsel Edison Gilbert Ruviën",
        "Martina Rosalia Maduro-Kock Bernadina Sambo Isenia Cijntje Pieternella",
    ),
    (
        6,
        "Rania Hiba Lamis Dima Nour Souad Aya Zainab",
        "Khaled Omar Anas Ziad Firas Bassel Tarek",
        "Al|Masri Haddad Al|Sayed Khoury Darwish Al|Hamoud Qasem Jaber Al|Ahmad",
    ),
    (
        4,
        "Agnieszka Katarzyna Małgorzata Beata Ewelina",
        "Piotr Krzysztof Łukasz Zbigniew",
        "Kowalczyk Wójcikowska Zielińska Mazurek Nowicki Pawlak",
    ),
    (
        4,
        "Selam Hodan Amina Saba Ifrah Rahwa",
        "Abdirahman Yonas Filmon Mahad Dawit",
        "Tesfay Warsame Gebremedhin Abdullahi Haile Farah-Nuur Kidane",
    ),
    (
        3,
        "Shirin Parisa Maryam Laleh",
        "Reza Farid Behrouz Navid",
        "Rahimi Tehrani Karimzadeh Sadeghi Noori Ahmadzai",
    ),
    (2, "Thu Mai Linh Xiu", "Minh Wei Tuan", "Nguyen Tran Chen Lam"),
    (
        2,
        "Aleksandra Jasmina Oksana Mirela",
        "Goran Nenad Andrij Zoran",
        "Petrović Hadžić Kovalenko Marković Begić",
    ),
    (2, "Abena Comfort Blessing Akosua", "Kwame Emmanuel Kofi", "Owusu Mensah-Boadi Asante Okafor"),
    (1, "Conceição Inês Fátima", "João António Nélson", "Tavares da|Silva dos|Santos Évora"),
]
CHILDREN = (
    "Noah Yara Daan Lina Sem Zoë Amir Fleur Jayden Sofia Milan Noor Rayan Lotte Finn Elin Bram Mila Ilyas Tess Kyan"
    " Saar Levi Nova Adam Roos Jesse Liv Mees Hira Sven Amélie Dylan Esmée Timo Aisha Luca Anna Joris Maud Kevin Eva"
).split()


@dataclass(frozen=True)
class Name:
    first: str
    prefix: str
    last: str
    is_woman: bool

    @property
    def whole(self) -> str:
        return " ".join(part for part in (self.first, self.prefix, self.last) if part)

    @property
    def address(self) -> str:
        """As a coach writes it: mevrouw El Idrissi, meneer Van Leeuwen."""
        family = f"{self.prefix[:1].upper()}{self.prefix[1:]} {self.last}" if self.prefix else self.last
        return f"{'mevrouw' if self.is_woman else 'meneer'} {family}"


def _last_names(words: str) -> list[tuple[str, str]]:
    """Split "van der|Velden Bos" into (prefix, name) pairs; a prefix may hold spaces."""
    small = {"van", "de", "der", "den", "ter", "te", "in", "op", "'t", "da", "dos"}
    names, held = [], ""
    for word in words.split():
        before, bar, after = word.partition("|")
        if bar:
            names.append((f"{held} {before}".strip(), after))
            held = ""
        elif word in small:
            held = f"{held} {word}".strip()
        else:
            names.append((held, word))
            held = ""
    return names


_WEIGHTS = [share for share, *_rest in POOLS]
_WOMEN = [women.split() for _share, women, _men, _last in POOLS]
_MEN = [men.split() for _share, _women, men, _last in POOLS]
_LAST = [_last_names(last) for *_rest, last in POOLS]


def person(rng: random.Random, *, women: float, like: str = "") -> Name:
    """Return a name; `women` is the share of women. One in nine mixes names of two pools.

    `like` asks for the pool in which that first name stands.
    """
    pool = rng.choices(range(len(POOLS)), _WEIGHTS)[0]
    if like:
        pool = next(n for n in range(len(POOLS)) if like in _WOMEN[n] + _MEN[n])
    other = rng.choices(range(len(POOLS)), _WEIGHTS)[0] if rng.random() < 0.11 else pool
    is_woman = rng.random() < women
    first = rng.choice((_WOMEN if is_woman else _MEN)[pool])
    prefix, last = rng.choice(_LAST[other])
    if is_woman and rng.random() < 0.05:
        last = f"{last}-{rng.choice(_LAST[pool])[1]}".replace("--", "-")
    return Name(first, prefix, last, is_woman)


def mailbox(text: str) -> str:
    """Return the part of an e-mail address a name would have: plain letters, dots between words."""
    text = text.replace("ı", "i").replace("ł", "l").replace("Ł", "L")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return ".".join(words)
