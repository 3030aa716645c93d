/**
 * What the inner loops of a fit calculate in; the statistics and everything else are float64 in any case.
 *
 * - `float64`: like scikit-learn to 1e-9 from the same start.
 * - `float32`: quicker, and within about 1e-5 of that in each step. Frames and mixtures that float32 cannot hold well
 *   enough (very far frames, means very many standard deviations apart) are calculated in float64 all the same.
 */
export type Precision = 'float64' | 'float32'
