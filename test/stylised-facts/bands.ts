// The checklist of stylised facts as data: what is measured, the band that it must fall in, and who found the fact in real markets.
// A fact holds when every figure of it lies in its band. The bands are older than the measurement in `docs/simulator.md`.

type FactName = (typeof FACTS)[number]['figures'][number]['name'];

export interface Band {
  readonly least: number;
  readonly most: number;
}

export interface Fact {
  readonly number: number;
  readonly title: string;
  readonly source: string;
  /** Where the band departs from the source's, and why. */
  readonly adapted?: string;
  readonly figures: readonly { readonly name: string; readonly label: string; readonly band: Band }[];
}

const ANY = Number.POSITIVE_INFINITY;

export const FACTS = [
  {
    number: 1,
    title: 'No linear autocorrelation of 10 s returns',
    source: 'Cont 2001; Schnaubelt, Rende and Krauss 2019',
    figures: [{ name: 'return_acf_10s', label: 'lag-1 autocorrelation', band: { least: -0.1, most: 0.1 } }],
  },
  {
    number: 2,
    title: 'Little autocorrelation of 1 s returns of the mid',
    source: 'Cont 2001; Schnaubelt, Rende and Krauss 2019',
    figures: [{ name: 'return_acf_1s', label: 'lag-1 autocorrelation', band: { least: -0.1, most: 0.1 } }],
  },
  {
    number: 3,
    title: 'Heavy tails of returns',
    source: 'Gopikrishnan et al. 1998; Takaishi 2020',
    adapted: 'measured on 10 s returns, largest 2.5 %, seeds pooled: 1 min returns of 20 h are too few for a tail',
    figures: [{ name: 'tail_index_10s', label: "Hill's tail index", band: { least: 2.3, most: 4.5 } }],
  },
  {
    number: 4,
    title: 'Returns grow more Gaussian with their horizon, slowly',
    source: 'Cont 2001; Takaishi 2017',
    figures: [
      { name: 'kurtosis_1s_to_10s', label: 'excess kurtosis, 1 s over 10 s', band: { least: 1, most: ANY } },
      { name: 'kurtosis_10s_to_60s', label: '10 s over 60 s', band: { least: 1, most: ANY } },
      { name: 'kurtosis_60s', label: 'at 60 s', band: { least: 1, most: ANY } },
    ],
  },
  {
    number: 5,
    title: 'Volatility clusters',
    source: 'Cont 2001; Tang et al. 2024',
    figures: [
      {
        name: 'volatility_acf_60s',
        label: 'autocorrelation of absolute 1 s returns at 60 s',
        band: { least: 0.05, most: 1 },
      },
      {
        name: 'volatility_acf_exponent',
        label: 'its power-law exponent, 1 s to 240 s',
        band: { least: 0.2, most: 0.4 },
      },
    ],
  },
  {
    number: 6,
    title: 'The mid diffuses alike on short and long horizons',
    source: 'Bouchaud et al. 2004; Tang et al. 2024',
    figures: [
      { name: 'signature_ratio', label: 'variance per second, 1 s over 60 s returns', band: { least: 0.9, most: 1.3 } },
    ],
  },
  {
    number: 7,
    title: 'Signs of trades have long memory',
    source: 'Lillo and Farmer 2004; Gould, Porter and Howison 2015',
    figures: [
      { name: 'sign_acf_exponent', label: 'power-law exponent, 1 to 128 trades', band: { least: 0.36, most: 0.77 } },
    ],
  },
  {
    number: 8,
    title: 'Trades arrive in clusters',
    source: 'Filimonov and Sornette 2012; Hardiman, Bercot and Bouchaud 2013; Hardiman and Bouchaud 2014',
    figures: [
      { name: 'arrival_cv', label: 'coefficient of variation of times between trades', band: { least: 1, most: ANY } },
      { name: 'branching_ratio', label: '1 - 1 / sqrt(Fano factor), 10 s windows', band: { least: 0.6, most: 1 } },
    ],
  },
  {
    number: 9,
    title: 'Volume goes with volatility',
    source: 'Cont 2001',
    figures: [
      { name: 'volume_volatility_correlation', label: 'correlation per minute', band: { least: 0.4, most: 1 } },
    ],
  },
  {
    number: 10,
    title: 'Races for stale quotes make a good part of volume',
    source: 'Aquilina, Budish and O’Neill 2021',
    adapted:
      "the source's 20 % of volume, half as much either way, with the maker quoting; informed takes stand for races",
    figures: [{ name: 'informed_volume_share', label: 'informed share of volume', band: { least: 0.1, most: 0.3 } }],
  },
  {
    number: 11,
    title: 'Makers lose part of the half spread to adverse selection',
    source: 'Glosten and Milgrom 1985; Albers et al. 2025',
    adapted: 'the second figure stands for the negative correlation of fill and later return',
    figures: [
      {
        name: 'markout_to_half_spread',
        label: 'move against the maker in 5 s, over half spread',
        band: { least: 0.15, most: 0.5 },
      },
      {
        name: 'naive_touch_move_bps',
        label: 'move after fills of naive touch quotes, bps',
        band: { least: -ANY, most: 0 },
      },
    ],
  },
  {
    number: 12,
    title: 'Impact of meta-orders grows with the square root of size',
    source: 'Donier and Bonart 2015',
    adapted: 'over the two decades from the median trade up that 20 h fill with enough meta-orders',
    figures: [{ name: 'meta_order_exponent', label: 'exponent', band: { least: 0.4, most: 0.6 } }],
  },
  {
    number: 13,
    title: 'Spreads are skewed to the right',
    source: 'Aleti and Mizrach 2021',
    figures: [
      { name: 'spread_median_bps', label: 'median, bps', band: { least: 2, most: 6 } },
      { name: 'spread_skewness', label: 'skewness', band: { least: 0, most: ANY } },
    ],
  },
  {
    number: 14,
    title: 'Small queues are the likeliest at the touch, and most depth lies behind it',
    source: 'Bouchaud, Mézard and Potters 2002; Schnaubelt, Rende and Krauss 2019',
    figures: [
      { name: 'best_queue_gamma_shape', label: 'Gamma shape of the best queue', band: { least: 0, most: 1 } },
      { name: 'depth_hump_bps', label: 'where most depth lies, bps behind the touch', band: { least: 1, most: ANY } },
    ],
  },
  {
    number: 15,
    title: 'Orders fill less often the farther they rest from the touch',
    source: 'Cont, Stoikov and Talreja 2010',
    adapted: 'orders of one lot that rest for 4 s; queue position is left to the book’s own tests',
    figures: [
      {
        name: 'fill_probability_near',
        label: '1 bps behind the touch, over at the touch',
        band: { least: 0, most: 1 },
      },
      { name: 'fill_probability_far', label: '4 bps, over 1 bps behind', band: { least: 0, most: 1 } },
    ],
  },
] as const satisfies readonly Fact[];

export type Figures = Readonly<Record<FactName, number>>;

export function within(value: number, band: Band): boolean {
  return value >= band.least && value <= band.most;
}

/** How many of the facts hold. */
export function factsHeld(figures: Figures): number {
  return FACTS.filter((fact) => fact.figures.every(({ name, band }) => within(figures[name], band))).length;
}
