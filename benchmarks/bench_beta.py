"""The beta table, eight betas times two seeds: stacked weights in one pass against one training after another, on the CPU and, where there is one, on the GPU."""
import torch
from run import ratio, report

from latentbook import fit
from latentbook.core import seeded
from latentbook.data import digits
from latentbook.interpret.beta import TALK_BETAS
from latentbook.losses import TalkLoss
from latentbook.models.vae import VAE
from latentbook.train import fit_stacked


def compare(device: str, against: str, epochs: int = 10, batch: int = 128) -> dict:
    """Ten epochs of the sixteen trainings of the table on the digits."""
    data = digits.load()
    x = data.train.x.to(device)
    table = [(beta, seed) for beta in TALK_BETAS for seed in (0, 1)]

    def make(seed: int) -> VAE:
        with seeded(seed): return VAE(shape=(1, 8, 8), latent_dim=8, hidden=(96, 96)).to(device)

    def plain(beta: float, seed: int) -> None:
        model, order = make(seed), torch.Generator().manual_seed(seed)
        adam, objective, noise = torch.optim.Adam(model.parameters(), lr=2e-3), TalkLoss(beta), torch.Generator(device).manual_seed(seed)
        for _ in range(epochs):
            for index in torch.randperm(len(x), generator=order).to(device).split(batch):
                loss = objective(model, x[index], generator=noise)["loss"].mean()
                adam.zero_grad()
                loss.backward()
                adam.step()

    def slow() -> None:
        for beta, seed in table:
            if against == "fit": fit(make(seed), data, TalkLoss(beta), seed=seed, epochs=epochs, batch_size=batch, lr=2e-3, validate_every=epochs, device=device, progress=False)
            else: plain(beta, seed)
        if device == "cuda": torch.cuda.synchronize()

    def fast() -> None:
        fit_stacked([make(seed) for _, seed in table], data, [TalkLoss(beta) for beta, _ in table], seeds=[seed for _, seed in table], epochs=epochs, batch_size=batch, lr=2e-3, device=device, progress=False)
        if device == "cuda": torch.cuda.synchronize()

    return ratio(f"beta table, 8 betas x 2 seeds, {epochs} epochs, {device}", slow, fast, {"fit": "fit, one after another", "plain": "a plain loop, one after another"}[against], 5 if device == "cuda" else 2, repeats=3)


if __name__ == "__main__":
    report([compare(device, against) for device in ("cpu", *(["cuda"] if torch.cuda.is_available() else [])) for against in ("fit", "plain")])
