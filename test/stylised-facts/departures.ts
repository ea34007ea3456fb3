// Why a fact of the checklist does not hold where it does not, by the fact's number. The page quotes these where the measurement asks
// for them.

export const DEPARTURES: { readonly [fact: number]: string } = {
  2: 'where the value moves fast, providers who see it late let the mid trail it, so that one second predicts a little of the next. Faster providers cure that and take away the races.',
  3: 'bursts that multiply volatility for a minute at a time are there to break the gates, and carry the tail beyond what a market shows over months.',
  6: 'the mid trails the value as in fact 2, and meta-orders push it on for minutes: short returns are too small for long ones. The figure moves with the seeds: on those used for calibration it lay within the band in `calm` and `spike`. Noisier quotes raise it, and hide the clusters of volatility (fact 5).',
  13: 'the maker of the gates earns about 3 bps net, so it quotes more than 3 bps from the mid, and background quotes lie behind it: a market of 2 to 6 bps would leave it nothing. The spread is that of a thin alternative coin. The levels of the gates were kept, the median was not.',
};
