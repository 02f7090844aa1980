"""Maximum likelihood, said as the mathematics says it.

A model's fields are its parameters; an instance is a point of the model; a fit is a point.

>>> Normal.fit([2.1, 3.5, 2.8, 3.1, 2.9])
Normal(mu=2.88, sigma=0.4578)
"""

from .ascent import gradient_ascent
from .bootstrap_intervals import bootstrap_interval
from .censored import Censored
from .delta import DerivedEstimate, delta_method
from .em import em
from .errors import NoMaximum, NotConverged
from .exercises import check
from .hypotheses import HypothesisTest, likelihood_ratio_test, score_test, wald_test
from .information import covariance, standard_error
from .intervals import Interval, wald_interval
from .model import Model
from .models.bernoulli import Bernoulli
from .models.binomial import Binomial
from .models.categorical import Categorical
from .models.cauchy import Cauchy
from .models.exponential import Exponential
from .models.gamma import Gamma
from .models.linear import LinearRegression
from .models.log_normal import LogNormal
from .models.logistic import LogisticRegression
from .models.mixture import Mixture
from .models.multivariate_normal import MultivariateNormal
from .models.negative_binomial import NegativeBinomial
from .models.normal import Normal
from .models.poisson import Poisson
from .models.poisson_regression import PoissonRegression
from .models.softmax import SoftmaxRegression
from .models.student_t import StudentT
from .models.uniform import Uniform
from .models.weibull import Weibull
from .optimise import Optimum, fisher_scoring, newton
from .parameters import (
    Covariance,
    KnownCount,
    NonNegative,
    Positive,
    Real,
    RealMatrix,
    RealVector,
    Simplex,
    UnitInterval,
)
from .penalised import penalised_fit
from .prediction import Prediction, predict
from .profiles import profile_interval
from .resampling import bootstrap
from .selection import aic, bic
from .simulate import Estimate, bias, coverage, sampling_distribution
from .sufficient import SufficientModel
from .surveys import survey_of

# In the order in which the reader of the book meets them.
__all__ = [
    "Bernoulli",
    "Binomial",
    "Poisson",
    "Exponential",
    "Categorical",
    "Normal",
    "Uniform",
    "LogNormal",
    "Gamma",
    "Weibull",
    "NegativeBinomial",
    "Cauchy",
    "StudentT",
    "MultivariateNormal",
    "Mixture",
    "Censored",
    "LinearRegression",
    "LogisticRegression",
    "PoissonRegression",
    "SoftmaxRegression",
    "check",
    "covariance",
    "standard_error",
    "wald_interval",
    "profile_interval",
    "bootstrap",
    "bootstrap_interval",
    "Interval",
    "delta_method",
    "DerivedEstimate",
    "likelihood_ratio_test",
    "score_test",
    "wald_test",
    "HypothesisTest",
    "predict",
    "Prediction",
    "aic",
    "bic",
    "penalised_fit",
    "sampling_distribution",
    "bias",
    "coverage",
    "Estimate",
    "NoMaximum",
    "NotConverged",
    "Model",
    "SufficientModel",
    "Real",
    "RealVector",
    "RealMatrix",
    "Positive",
    "NonNegative",
    "UnitInterval",
    "Simplex",
    "Covariance",
    "KnownCount",
    "survey_of",
    "gradient_ascent",
    "newton",
    "fisher_scoring",
    "em",
    "Optimum",
]
