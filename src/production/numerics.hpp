#pragma once

#include <cstdint>

#include "core/digest.hpp"

namespace penumbra {

/// How finely everything is integrated. Part of the content key: other numbers, other results.
/// The error of the shipped values, against ten times the nodes, is below 0.5 % of the signal
/// (tests/analysis/convergence_test.cpp).
struct Numerics {
  int momenta_per_decade = 22;         ///< rows of a flux: mediator momentum
  double angle_step = 0.25;            ///< rows of a flux: polar angle
  int parent_energies = 9;             ///< per momentum and angle
  int parent_azimuths = 5;             ///< on half a turn
  int electron_energies = 8;           ///< in each half of the shower integral
  int tilt_angles = 10;                ///< where the electrons have scattered before they radiate
  int primakoff_transfers = 12;        ///< momentum transfers that bend a photon where it becomes a mediator
  int primakoff_azimuths = 6;          ///< of these, on half a turn
  int detector_momenta = 3;            ///< Gauss-Legendre nodes in each momentum cell
  int detector_angles = 12;            ///< per panel of the polar angle
  int detector_azimuths = 16;          ///< on half a turn, for what is not round
  int daughter_angles = 8;             ///< decay angle, where daughters are followed
  int pair_angles = 4;                 ///< of a pair beside an unseen particle, for each of its masses
  int daughter_azimuths = 24;          ///< around the mediator, for openings that are no disc
  int share_momenta_per_decade = 11;   ///< at which the share of accepted decays is computed
  int depths = 12;                     ///< cells of the decay position, where daughters are followed
  int decay_energies = 5;              ///< of mediators in the frame of a parent, all its weak decays together
  int decay_places = 8;                ///< stretches of the axis along which parents decay
  int lengths_per_decade = 64;         ///< bins of l / (beta gamma)
  int target_angles = 10;              ///< directions of a detector that scatters what passes
  int parent_momenta_per_decade = 24;  ///< of hadrons whose products scatter
  int mediator_momenta = 1;            ///< of mediators whose products scatter, per momentum cell of the flux
  int emission_angles = 16;            ///< of products, in the frame of a hadron
  int narrow_emission_angles = 48;     ///< in the frame of a mediator
  int narrow_azimuths = 16;            ///< around a mediator, on half a turn
  int product_energies = 12;           ///< in the frame of a hadron
  int virtual_masses = 12;             ///< squared masses of a virtual mediator
  int recoil_energies = 24;            ///< of one recoil integral
  int recoil_table = 320;              ///< energies at which a recoil integral is done
  int missing_energies = 20;           ///< energies of electrons and positrons, where energy goes missing
  int missing_fractions = 20;          ///< energy fraction of the mediator there
  int resonance_energies = 8;          ///< per panel around a resonance
  int widths_per_decade = 8;           ///< widths of a resonance at which its yield is computed

  /// The same with every count multiplied (and the angle step divided): for convergence tests.
  Numerics refined(double factor) const;
  void write_key(CanonicalWriter& writer) const;
};

}  // namespace penumbra
