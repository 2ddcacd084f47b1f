"""More pairs that are hard to judge, a line each: facts of real works, and whether a librarian would keep one entry."""

import pytest

from paperconv.duplicates import dedupe
from tests.unit.test_dedupe_pairs import article

KNUTH = "Knuth, Donald E."
SAME = {
    "a book and its subtitle": (article("Pattern Recognition and Machine Learning", "Bishop, Christopher M.", "2006", type="book"), article("Pattern recognition and machine learning", "Bishop, C. M.", "2006", type="book")),
    "initials, abbreviated journal": (article("A mathematical theory of communication", "Shannon, C. E.", "1948", "Bell System Technical Journal", "27", "379-423"), article("A Mathematical Theory of Communication", "Shannon, Claude E.", "1948", "Bell Syst. Tech. J.", "27", "379-423")),
    "accents lost": (article("Über formal unentscheidbare Sätze der Principia Mathematica", "Gödel, Kurt", "1931", "Monatshefte für Mathematik", "38", "173-198"), article("Uber formal unentscheidbare Satze der Principia Mathematica", "Godel, K.", "1931", "Monatshefte fur Mathematik", "38", "173-198")),
    "all in capitals": (article("LONG SHORT-TERM MEMORY", "HOCHREITER, S; SCHMIDHUBER, J", "1997", "NEURAL COMPUTATION", "9", "1735-1780"), article("Long Short-Term Memory", "Hochreiter, Sepp; Schmidhuber, Jürgen", "1997", "Neural Computation", "9", "1735-1780")),
    "online first and the issue": (article("Mastering the game of Go with deep neural networks and tree search", "Silver, David; Huang, Aja; Maddison, Chris J.", "2016", "Nature", doi="10.1038/nature16961"), article("Mastering the game of Go with deep neural networks and tree search", "Silver, D.; Huang, A.; Maddison, C. J.", "2015", "Nature", "529", "484-489", doi="10.1038/NATURE16961")),
    "a retracted paper keeps its place": (article("RETRACTED: Ileal-lymphoid-nodular hyperplasia in children", "Wakefield, A J; Murch, S H; Anthony, A", "1998", "Lancet", "351", "637-641"), article("Ileal-lymphoid-nodular hyperplasia in children", "Wakefield, A J; Murch, S H; Anthony, A", "1998", "The Lancet", "351", "637-41")),
    "two preprint versions": (article("Playing Atari with Deep Reinforcement Learning", "Mnih, Volodymyr; Kavukcuoglu, Koray; Silver, David", "2013", arxiv="1312.5602", type="article"), article("Playing Atari with Deep Reinforcement Learning", "Mnih, V.; Kavukcuoglu, K.; Silver, D.", "2013-12-19", "arXiv", type="article")),
    "a title and its translation in brackets, same place": (article("[The perception of space in Piaget's children]", "Dupont, M; Leroy, P", "1982", "Annee Psychol", "82", "45-61"), article("La perception de l'espace chez les enfants de Piaget", "Dupont, Marie; Leroy, Paul", "1982", "L'Année psychologique", "82", "45-61")),
    "a collaboration and its first members": (article("Observation of a new particle in the search for the Standard Model Higgs boson with the ATLAS detector at the LHC", "The ATLAS Collaboration", "2012", "Phys. Lett. B", "716", "1-29"), article("Observation of a new particle in the search for the Standard Model Higgs boson with the ATLAS detector at the LHC", "Aad, G.; Abajyan, T.; Abbott, B.", "2012", "Physics Letters B", "716", "1-29")),
    "names the wrong way round": (article("Latent Dirichlet Allocation", "David M., Blei; Andrew Y., Ng; Michael I., Jordan", "2003", "JMLR", "3", "993-1022"), article("Latent Dirichlet allocation", "Blei, David M.; Ng, Andrew Y.; Jordan, Michael I.", "2003", "Journal of Machine Learning Research", "3", "993-1022")),
    "a cut author list": (article("Initial sequencing and analysis of the human genome", "Lander, E. S.; others", "2001", "Nature", "409", "860-921"), article("Initial sequencing and analysis of the human genome", "Lander, Eric S.; Linton, Lauren M.; Birren, Bruce", "2001", "Nature", "409", "860-921")),
    "a slip of the pen in title and page": (article("Regression shrinkage and selecton via the lasso", "Tibshirani, R.", "1996", "J. R. Stat. Soc. B", "58", "267-288"), article("Regression Shrinkage and Selection via the Lasso", "Tibshirani, Robert", "1996", "Journal of the Royal Statistical Society: Series B", "58", "267-288")),
    "proceedings named in two ways": (article("ImageNet: A large-scale hierarchical image database", "Deng, Jia; Dong, Wei; Socher, Richard", "2009", "2009 IEEE Conference on Computer Vision and Pattern Recognition", "", "248-255", type="paper-conference"), article("ImageNet: A Large-Scale Hierarchical Image Database", "Deng, J.; Dong, W.; Socher, R.", "2009", "CVPR", "", "248-255", type="paper-conference")),
}
DIFFERENT = {
    "editions of a book": (article("Introduction to Algorithms, 2nd edition", "Cormen, Thomas H.; Leiserson, Charles E.; Rivest, Ronald L.", "2001", type="book"), article("Introduction to Algorithms, 3rd edition", "Cormen, Thomas H.; Leiserson, Charles E.; Rivest, Ronald L.", "2009", type="book")),
    "volumes of a book": (article("The Art of Computer Programming, Volume 1: Fundamental Algorithms", KNUTH, "1968", type="book"), article("The Art of Computer Programming, Volume 2: Seminumerical Algorithms", KNUTH, "1969", type="book")),
    "parts one and two": (article("Geographic distribution of finches. Part I", "Grant, P. R.; Grant, B. R.", "1980", "Evolution", "34", "1-10"), article("Geographic distribution of finches. Part II", "Grant, P. R.; Grant, B. R.", "1980", "Evolution", "34", "11-22")),
    "a comment and its target": (article("Can quantum-mechanical description of physical reality be considered complete?", "Einstein, A.; Podolsky, B.; Rosen, N.", "1935", "Physical Review", "47", "777-780"), article("Can quantum-mechanical description of physical reality be considered complete?", "Bohr, N.", "1935", "Physical Review", "48", "696-702")),
    "a reply": (article("Minds, brains, and programs", "Searle, John R.", "1980", "Behavioral and Brain Sciences", "3", "417-424"), article("Reply to: Minds, brains, and programs", "Abelson, Robert P.", "1980", "Behavioral and Brain Sciences", "3", "424-425")),
    "introductions of two books": (article("Introduction", "Smith, John", "1999", "A history of ideas", type="chapter"), article("Introduction", "Smith, John", "2004", "Thoughts on politics", type="chapter")),
    "men and women": (article("Coronary heart disease in men: twenty years of follow-up", "Kannel, W B; Dawber, T R", "1971", "Ann Intern Med", "74", "1-12"), article("Coronary heart disease in women: twenty years of follow-up", "Kannel, W B; Dawber, T R", "1972", "Ann Intern Med", "76", "50-61")),
    "yearly reports": (article("Cancer statistics, 2015", "Siegel, R L; Miller, K D; Jemal, A", "2015", "CA Cancer J Clin", "65", "5-29"), article("Cancer statistics, 2016", "Siegel, R L; Miller, K D; Jemal, A", "2016", "CA Cancer J Clin", "66", "7-30")),
    "front matter": (article("Front Matter", "", "1998", "Journal of Finance", "53", "1-4"), article("Front Matter", "", "1998", "Journal of Finance", "53", "200-204")),
    "book reviews of one book": (article("Book review: The Structure of Scientific Revolutions", "Bohm, D.", "1964", "Philosophical Quarterly", "14", "377-379"), article("Book review: The Structure of Scientific Revolutions", "Shapere, Dudley", "1964", "Philosophical Review", "73", "383-394")),
    "the review and the book": (article("The Structure of Scientific Revolutions", "Kuhn, Thomas S.", "1962", type="book"), article("The Structure of Scientific Revolutions (review)", "Shapere, Dudley", "1964", "Philosophical Review", "73", "383-394")),
    "a dose more": (article("Effect of 10 mg atorvastatin on lipids in healthy adults", "Jones, P; Kafonek, S", "1998", "Am J Cardiol", "81", "582-587"), article("Effect of 80 mg atorvastatin on lipids in healthy adults", "Jones, P; Kafonek, S", "1999", "Am J Cardiol", "84", "100-106")),
    "a thesis and the paper of its title": (article("Architectural Styles and the Design of Network-based Software Architectures", "Fielding, Roy Thomas", "2000", type="thesis"), article("Principled design of the modern Web architecture", "Fielding, Roy T.; Taylor, Richard N.", "2002", "ACM Trans. Internet Technol.", "2", "115-150")),
    "proceedings of two years": (article("Proceedings of the 12th International Conference on Machine Learning", "", "1995", type="book"), article("Proceedings of the 13th International Conference on Machine Learning", "", "1996", type="book")),
    "homonymous short papers of one surname": (article("A note on trees", "Wang, Lei", "1999", "Discrete Mathematics", "201", "11-15"), article("A note on trees", "Wang, Xin", "2006", "Information Processing Letters", "98", "77-79")),
    "one DOI on two abstracts of a meeting": (article("Apixaban in patients with cancer", "Agnelli, G; Becattini, C", "2019", "Blood", "134", "S1", doi="10.1182/blood-2019-1"), article("Gene therapy for haemophilia B", "Nathwani, A C; Reiss, U M", "2019", "Blood", "134", "S1", doi="10.1182/blood-2019-1")),
    "a corrigendum behind its article's name": (article("Global carbon budget 2018", "Le Quéré, Corinne; Andrew, Robbie M.", "2018", "Earth Syst. Sci. Data", "10", "2141-2194"), article("Corrigendum to: Global carbon budget 2018", "Le Quéré, Corinne; Andrew, Robbie M.", "2019", "Earth Syst. Sci. Data", "11", "1-2")),
    "two chapters of one handbook": (article("Reinforcement learning: model-free methods", "Sutton, R. S.; Barto, A. G.", "1998", "Handbook of Learning", "", "1-20", type="chapter"), article("Reinforcement learning: model-based methods", "Sutton, R. S.; Barto, A. G.", "1998", "Handbook of Learning", "", "21-44", type="chapter")),
    "a paper and its proceedings": (article("Very deep convolutional networks", "Simonyan, Karen; Zisserman, Andrew", "2015", "International Conference on Learning Representations", type="paper-conference"), article("International Conference on Learning Representations", "Bengio, Yoshua; LeCun, Yann", "2015", type="book")),
    "chapters in roman numerals": (article("Studies in the logic of explanation III", "Hempel, Carl G.", "1948", "Philosophy of Science", "15", "135-175"), article("Studies in the logic of explanation IV", "Hempel, Carl G.", "1949", "Philosophy of Science", "16", "35-75")),
    "in vitro and in vivo": (article("Antiviral activity of favipiravir in vitro", "Furuta, Y; Takahashi, K", "2002", "Antiviral Research", "46", "977-981"), article("Antiviral activity of favipiravir in vivo", "Furuta, Y; Takahashi, K", "2002", "Antiviral Research", "46", "982-986")),
    "a protocol and its trial": (article("Early versus late ventilation in trauma: protocol for a randomised trial", "Lee, J; Park, S; Kim, H", "2014", "Trials", "15", "12"), article("Early versus late ventilation in trauma: a randomised trial", "Lee, J; Park, S; Kim, H", "2017", "Lancet", "389", "300-310")),
    "a versioned model": (article("Improving Language Understanding with the GPT-2 model", "Radford, Alec; Wu, Jeffrey", "2019"), article("Improving Language Understanding with the GPT-3 model", "Radford, Alec; Wu, Jeffrey", "2020")),
}


@pytest.mark.parametrize("name", SAME)
def test_one_entry(name: str) -> None:
    assert len(dedupe(SAME[name]).works) == 1


@pytest.mark.parametrize("name", DIFFERENT)
def test_two_entries(name: str) -> None:
    assert len(dedupe(DIFFERENT[name]).works) == 2
