#pragma once

namespace penumbra {

/// Couplings of an axion-like particle a, all in GeV^-1:
///
///   L = -(photon/4) a F Ftilde - (w/4) a W^a Wtilde^a - (hypercharge/4) a B Btilde - (g_s^2/8) gluon a G Gtilde
///       + (1/2) d_mu a sum_f c_f fbar gamma^mu gamma5 f
///
/// with one c for u, d, s, c and b. Those to gluons, W and top are meant at 1 TeV; what running brings to the others
/// (about a tenth of the one to top) is not added. The signs between field strengths and fermions are those of
/// arXiv:1708.00443, arXiv:2012.12272 and their convention of Ftilde: there all are positive in L.
struct AlpCouplings {
  double photon = 0.0;
  double w = 0.0;
  double hypercharge = 0.0;
  double gluon = 0.0;  ///< 1/f_G
  double e = 0.0;
  double mu = 0.0;
  double tau = 0.0;
  double quarks = 0.0;
  double top = 0.0;

  /// g of L = -(g/4) a F Ftilde by field strengths alone: photon + w sin^2 theta_W + hypercharge cos^2 theta_W.
  double to_photons_directly() const;
  /// 1/f_a of L = (alpha_s/8 pi f_a) a G Gtilde: -4 pi^2 gluon.
  double inverse_f_a() const;
};

}  // namespace penumbra
