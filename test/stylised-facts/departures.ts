// Why a fact of the checklist does not hold where it does not, by the fact's number. The page quotes these where the measurement asks
// for them.

export const DEPARTURES: { readonly [fact: number]: string } = {
  2: 'where the value moves fast, providers who see it late let the mid trail it, so that one second predicts a little of the next. Faster providers cure that and take away the races.',
  3: 'bursts that multiply volatility for minutes at a time are there to break the gates, and carry the tail beyond what a market shows over months.',
  4: 'jumps are frequent enough that a minute holds several, and their sum is nearer to Gaussian than that of rare ones. Rarer and larger jumps cure that and thin out the races (fact 10).',
  5: 'bursts last many minutes, so that volatility stays correlated over the whole range of the fit: its decay is slower than a power law of that exponent.',
  6: 'the mid trails the value as in fact 2, and meta-orders push it on for minutes: short returns are too small for long ones. The figure moves with the seeds. Noisier quotes raise it, and hide the clusters of volatility (fact 5).',
  10: 'most volume is that of background takers, which pays the maker for its risk; a larger share of races leaves too little net for the gates, which were kept.',
  12: 'large meta-orders are few within these hours, and what volatility moves the price by while they work does not average out; on other seeds the exponent lies within the band.',
  13: 'the maker of the gates earns about 3 bps net, so it quotes more than 3 bps from the mid, and background quotes lie behind it: a market of 2 to 6 bps would leave it nothing. The spread is that of a thin alternative coin. The levels of the gates were kept, the median was not.',
};
