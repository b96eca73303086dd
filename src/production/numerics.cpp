#include "production/numerics.hpp"

#include <cmath>

namespace penumbra {

Numerics Numerics::refined(double factor) const {
  auto const more = [factor](int count) { return static_cast<int>(std::lround(count * factor)); };
  Numerics fine;
  fine.momenta_per_decade = more(momenta_per_decade);
  fine.angle_step = angle_step / factor;
  fine.parent_energies = more(parent_energies);
  fine.parent_azimuths = more(parent_azimuths);
  fine.electron_energies = more(electron_energies);
  fine.tilt_angles = more(tilt_angles);
  fine.primakoff_transfers = more(primakoff_transfers);
  fine.primakoff_azimuths = more(primakoff_azimuths);
  fine.detector_momenta = more(detector_momenta);
  fine.detector_angles = more(detector_angles);
  fine.detector_azimuths = more(detector_azimuths);
  fine.daughter_angles = more(daughter_angles);
  fine.pair_angles = more(pair_angles);
  fine.daughter_azimuths = more(daughter_azimuths);
  fine.share_momenta_per_decade = more(share_momenta_per_decade);
  fine.depths = more(depths);
  fine.decay_energies = more(decay_energies);
  fine.decay_places = more(decay_places);
  fine.lengths_per_decade = more(lengths_per_decade);
  fine.target_angles = more(target_angles);
  fine.parent_momenta_per_decade = more(parent_momenta_per_decade);
  fine.mediator_momenta = more(mediator_momenta);
  fine.emission_angles = more(emission_angles);
  fine.narrow_emission_angles = more(narrow_emission_angles);
  fine.narrow_azimuths = more(narrow_azimuths);
  fine.product_energies = more(product_energies);
  fine.virtual_masses = more(virtual_masses);
  fine.recoil_energies = more(recoil_energies);
  fine.recoil_table = more(recoil_table);
  fine.missing_energies = more(missing_energies);
  fine.missing_fractions = more(missing_fractions);
  fine.resonance_energies = more(resonance_energies);
  fine.widths_per_decade = more(widths_per_decade);
  return fine;
}

void Numerics::write_key(CanonicalWriter& writer) const {
  for (auto const& [name, value] : {std::pair{"momenta_per_decade", momenta_per_decade},
                                    {"parent_energies", parent_energies},
                                    {"parent_azimuths", parent_azimuths},
                                    {"electron_energies", electron_energies},
                                    {"tilt_angles", tilt_angles},
                                    {"primakoff_transfers", primakoff_transfers},
                                    {"primakoff_azimuths", primakoff_azimuths},
                                    {"detector_momenta", detector_momenta},
                                    {"detector_angles", detector_angles},
                                    {"detector_azimuths", detector_azimuths},
                                    {"daughter_angles", daughter_angles},
                                    {"pair_angles", pair_angles},
                                    {"daughter_azimuths", daughter_azimuths},
                                    {"share_momenta_per_decade", share_momenta_per_decade},
                                    {"depths", depths},
                                    {"decay_energies", decay_energies},
                                    {"decay_places", decay_places},
                                    {"lengths_per_decade", lengths_per_decade},
                                    {"target_angles", target_angles},
                                    {"parent_momenta_per_decade", parent_momenta_per_decade},
                                    {"mediator_momenta", mediator_momenta},
                                    {"emission_angles", emission_angles},
                                    {"narrow_emission_angles", narrow_emission_angles},
                                    {"narrow_azimuths", narrow_azimuths},
                                    {"product_energies", product_energies},
                                    {"virtual_masses", virtual_masses},
                                    {"recoil_energies", recoil_energies},
                                    {"recoil_table", recoil_table},
                                    {"missing_energies", missing_energies},
                                    {"missing_fractions", missing_fractions},
                                    {"resonance_energies", resonance_energies},
                                    {"widths_per_decade", widths_per_decade}})
    writer.field(name, static_cast<std::int64_t>(value));
  writer.field("angle_step", angle_step);
}

}  // namespace penumbra
