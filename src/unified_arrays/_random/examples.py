"""What the docstrings of a generator's methods show: the call, and what it prints on NumPy.

Of the portable stream: the same numbers on every backend, to rounding. tests/_random/test_docstrings.py runs them.
"""

from __future__ import annotations

# method -> the lines after `rng = ua.random.default_rng(5, stream="portable")`
EXAMPLES = {
    "beta": """\
>>> rng.beta(2.0, 3.0, size=3)
array([0.20406495, 0.36235383, 0.50937881])""",
    "binomial": """\
>>> rng.binomial(10, 0.5, size=3)
array([7, 7, 5])""",
    "bytes": """\
>>> rng.bytes(4)
b'%\\xcd>\\xdd'""",
    "chisquare": """\
>>> rng.chisquare(3.0, size=3)
array([1.05721994, 3.34916505, 1.68021906])""",
    "choice": """\
>>> rng.choice(5, size=3, replace=False)
array([2, 3, 0])""",
    "dirichlet": """\
>>> rng.dirichlet([1.0, 2.0, 3.0])
array([0.27509663, 0.44740714, 0.27749623])""",
    "exponential": """\
>>> rng.exponential(2.0, size=3)
array([3.72952394, 0.94213598, 0.2137689 ])""",
    "f": """\
>>> rng.f(3.0, 10.0, size=3)
array([0.3134478 , 0.68535184, 1.22751243])""",
    "gamma": """\
>>> rng.gamma(2.5, 2.0, size=3)
array([2.47598803, 5.67297513, 3.41762692])""",
    "geometric": """\
>>> rng.geometric(0.3, size=3)
array([6, 2, 1])""",
    "gumbel": """\
>>> rng.gumbel(0.0, 2.0, size=3)
array([-1.33460035, -1.90447075,  1.20626589])""",
    "hypergeometric": """\
>>> rng.hypergeometric(7, 5, 4, size=3)
array([4, 2, 2])""",
    "integers": """\
>>> rng.integers(1, 7, size=3)
array([6, 6, 1])""",
    "laplace": """\
>>> rng.laplace(0.0, 2.0, size=3)
array([ 2.51164232,  3.79669794, -0.34218564])""",
    "logistic": """\
>>> rng.logistic(0.0, 2.0, size=3)
array([ 3.59065291,  5.02726838, -0.63429014])""",
    "lognormal": """\
>>> rng.lognormal(0.0, 0.5, size=3)
array([0.6867515 , 1.53370125, 1.23051065])""",
    "logseries": """\
>>> rng.logseries(0.6, size=3)
array([1, 1, 1])""",
    "multinomial": """\
>>> rng.multinomial(10, [0.2, 0.3, 0.5])
array([3, 4, 3])""",
    "multivariate_hypergeometric": """\
>>> rng.multivariate_hypergeometric([5, 4, 3], 6)
array([3, 2, 1])""",
    "multivariate_normal": """\
>>> rng.multivariate_normal([0.0, 1.0], [[2.0, 0.5], [0.5, 1.0]])
array([0.74008447, 2.13096621])""",
    "negative_binomial": """\
>>> rng.negative_binomial(4, 0.5, size=3)
array([1, 4, 2])""",
    "noncentral_chisquare": """\
>>> rng.noncentral_chisquare(3.0, 1.0, size=3)
array([7.17191382, 0.42718571, 4.40049457])""",
    "noncentral_f": """\
>>> rng.noncentral_f(3.0, 10.0, 1.0, size=3)
array([ 2.12635091,  1.79493682, 10.56389001])""",
    "normal": """\
>>> rng.normal(10.0, 2.0, size=3)
array([ 8.49686891, 11.71073571, 10.82971697])
>>> c = ua.empty(3)
>>> rng.normal(10.0, 2.0, out=c) is c
True""",
    "pareto": """\
>>> rng.pareto(3.0, size=3)
array([0.8618811 , 0.17002213, 0.03627044])""",
    "permutation": """\
>>> rng.permutation(5)
array([4, 0, 2, 1, 3])""",
    "permuted": """\
>>> x = ua.asarray([[1, 2, 3], [4, 5, 6]])
>>> rng.permuted(x, axis=1)
array([[3, 1, 2],
       [4, 6, 5]])""",
    "poisson": """\
>>> rng.poisson(4.0, size=3)
array([5, 5, 3])""",
    "power": """\
>>> rng.power(3.0, size=3)
array([0.94543215, 0.72155072, 0.4662697 ])""",
    "random": """\
>>> rng.random(3)
array([0.85757907, 0.92509212, 0.42137167])""",
    "rayleigh": """\
>>> rng.rayleigh(2.0, size=3)
array([3.86239508, 1.94127379, 0.92470297])""",
    "shuffle": """\
>>> x = ua.asarray([1, 2, 3, 4], copy=True)
>>> rng.shuffle(x)
>>> x
array([1, 4, 3, 2])""",
    "standard_cauchy": """\
>>> rng.standard_cauchy(3)
array([-0.878646  , -0.77107025, -0.36771295])""",
    "standard_exponential": """\
>>> rng.standard_exponential(3)
array([1.86476197, 0.47106799, 0.10688445])""",
    "standard_gamma": """\
>>> rng.standard_gamma(2.5, size=3)
array([1.23799402, 2.83648757, 1.70881346])""",
    "standard_normal": """\
>>> rng.standard_normal(3)
array([-0.75156555,  0.85536786,  0.41485849])""",
    "standard_t": """\
>>> rng.standard_t(5.0, size=3)
array([-0.61900843, -0.65077177, -0.36920973])""",
    "triangular": """\
>>> rng.triangular(0.0, 1.0, 4.0, size=3)
array([2.69269319, 3.05189948, 1.36494024])""",
    "uniform": """\
>>> rng.uniform(-1.0, 1.0, size=3)
array([ 0.71515815,  0.85018423, -0.15725665])""",
    "vonmises": """\
>>> rng.vonmises(0.0, 4.0, size=3)
array([0.38402236, 0.60329525, 0.16381535])""",
    "wald": """\
>>> rng.wald(2.0, 1.0, size=3)
array([5.53698876, 1.12137231, 1.24905143])""",
    "weibull": """\
>>> rng.weibull(2.0, size=3)
array([1.36556288, 0.68634393, 0.32693187])""",
    "zipf": """\
>>> rng.zipf(3.0, size=3)
array([1, 1, 1])""",
}
